/* frame_memory.h: the end of a tool whose libraries in C++ get no memory */
#ifndef DX_TOOLS_FRAME_MEMORY_H
#define DX_TOOLS_FRAME_MEMORY_H

#ifdef __cplusplus
extern "C" {
#endif
/* From now on C++ code that gets no memory ends the process with a message and this exit status; a pool takes it for a worker without
 * memory. tool: static storage. */
void dx_frame_memory(const char *tool, int status);
#ifdef __cplusplus
}
#endif
#endif
