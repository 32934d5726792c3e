// frame_memory.cc: C++ code that gets no memory ends the tool with a message, not by an exception that no C code can catch
#include "frame_memory.h"

#include <cstring>
#include <new>
#include <unistd.h>

namespace {

const char *name;
int end_status;

void out_of_memory()
{
    static const char text[] = ": out of memory\n";
    if (write(2, name, strlen(name)) >= 0 && write(2, text, sizeof text - 1) >= 0)
        _exit(end_status);
    _exit(end_status); // nobody to tell
}

} // namespace

void dx_frame_memory(const char *tool, int status)
{
    name = tool;
    end_status = status;
    std::set_new_handler(out_of_memory);
}
