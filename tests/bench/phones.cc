// phones.cc: what the phone scanner is measured against: libphonenumber's own matcher, in its own language, line by line
//
// usage: tests/bench/phones REGION < INPUT     prints how many valid numbers it found
#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <iostream>
#include <string>

using namespace i18n::phonenumbers;

int main(int argc, char **argv)
{
    const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    std::string line;
    long found = 0;
    if (argc != 2) {
        std::cerr << "usage: phones REGION < INPUT\n";
        return 2;
    }
    while (std::getline(std::cin, line)) {
        PhoneNumberMatcher matcher(*util, line, argv[1], PhoneNumberMatcher::VALID, 65535);
        PhoneNumberMatch match;
        while (matcher.HasNext() && matcher.Next(&match))
            found++;
    }
    std::cout << found << " numbers\n";
}
