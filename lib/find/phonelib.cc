// phonelib.cc: libphonenumber behind one C function; the only file that knows it
#include "find/phonelib.h"

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

const char *line_of(PhoneNumberUtil::PhoneNumberType type)
{
    switch (type) {
    case PhoneNumberUtil::FIXED_LINE: return "fixed";
    case PhoneNumberUtil::MOBILE: return "mobile";
    case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return "fixed-or-mobile";
    case PhoneNumberUtil::TOLL_FREE: return "toll-free";
    case PhoneNumberUtil::PREMIUM_RATE: return "premium";
    case PhoneNumberUtil::SHARED_COST: return "shared-cost";
    case PhoneNumberUtil::VOIP: return "voip";
    case PhoneNumberUtil::PERSONAL_NUMBER: return "personal";
    case PhoneNumberUtil::PAGER: return "pager";
    case PhoneNumberUtil::UAN: return "uan";
    case PhoneNumberUtil::VOICEMAIL: return "voicemail";
    default: return "unknown";
    }
}

// Its logger prints to standard output unless it is replaced; the library owns the one given.
PhoneNumberUtil *quiet()
{
    PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
    static const bool silenced = (i18n::phonenumbers::Logger::set_logger_impl(new i18n::phonenumbers::NullLogger), true);
    (void)silenced;
    return util;
}

} // namespace

extern "C" bool dx_phonelib_parse(const char *number, const char *region, struct dx_phonelib *out)
{
    try {
        PhoneNumberUtil *util = quiet();
        PhoneNumber parsed;
        std::string e164, home;
        if (util->Parse(number, number[0] == '+' ? "ZZ" : region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR ||
            !util->IsValidNumber(parsed))
            return false;
        util->Format(parsed, PhoneNumberUtil::E164, &e164);
        util->GetRegionCodeForNumber(parsed, &home);
        if (e164.size() >= sizeof out->e164 || home.size() >= sizeof out->region)
            return false;
        std::memcpy(out->e164, e164.c_str(), e164.size() + 1);
        std::memcpy(out->region, home.c_str(), home.size() + 1);
        out->line = line_of(util->GetNumberType(parsed));
        return true;
    } catch (...) {
        return false;
    }
}

