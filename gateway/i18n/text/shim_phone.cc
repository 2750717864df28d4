/* libphonenumber behind C.  Its metadata is of 2022; see phone.h. */
#include "shim.h"

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

static enum shim_phone judge_parse(PhoneNumberUtil::ErrorType error)
{
	switch (error) {
	case PhoneNumberUtil::NO_PARSING_ERROR:
		return SHIM_PHONE_POSSIBLE;
	case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR:
		return SHIM_PHONE_NO_COUNTRY;
	case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
	case PhoneNumberUtil::TOO_SHORT_NSN:
		return SHIM_PHONE_TOO_SHORT;
	case PhoneNumberUtil::TOO_LONG_NSN:
		return SHIM_PHONE_TOO_LONG;
	case PhoneNumberUtil::NOT_A_NUMBER:
		break;
	}
	return SHIM_PHONE_NO_NUMBER;
}

static enum shim_phone judge_length(PhoneNumberUtil::ValidationResult result)
{
	switch (result) {
	case PhoneNumberUtil::IS_POSSIBLE:
		return SHIM_PHONE_POSSIBLE;
	case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
		return SHIM_PHONE_LOCAL_ONLY;
	case PhoneNumberUtil::INVALID_COUNTRY_CODE:
		return SHIM_PHONE_NO_COUNTRY;
	case PhoneNumberUtil::TOO_SHORT:
		return SHIM_PHONE_TOO_SHORT;
	case PhoneNumberUtil::TOO_LONG:
		return SHIM_PHONE_TOO_LONG;
	case PhoneNumberUtil::INVALID_LENGTH:
		break;
	}
	return SHIM_PHONE_WRONG_LENGTH;
}

/* Besides those of the region the two that every mobile phone knows, and 911. */
static bool is_emergency(const std::string &text, const std::string &region)
{
	/* it reads all its metadata when it is made, and is const from then on */
	static const ShortNumberInfo numbers;

	return numbers.IsEmergencyNumber(text, region) ||
	       numbers.IsEmergencyNumber(text, "US") ||
	       numbers.IsEmergencyNumber(text, "GB");
}

static enum shim_phone read(const std::string &text, const std::string &region,
			    struct buf *e164)
{
	const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
	PhoneNumber number;
	std::string spelled;
	enum shim_phone verdict;

	if (is_emergency(text, region))
		return SHIM_PHONE_EMERGENCY;
	verdict = judge_parse(util.Parse(text, region, &number));
	if (verdict != SHIM_PHONE_POSSIBLE)
		return verdict;
	if (number.has_extension() && !number.extension().empty())
		return SHIM_PHONE_EXTENSION;
	verdict = judge_length(util.IsPossibleNumberWithReason(number));
	if (verdict != SHIM_PHONE_POSSIBLE)
		return verdict;
	util.Format(number, PhoneNumberUtil::E164, &spelled);
	buf_add(e164, { spelled.data(), spelled.size() });
	return SHIM_PHONE_POSSIBLE;
}

enum shim_phone shim_phone_read(struct str text, const char *region, struct buf *e164)
{
	try {
		return read(std::string(text.at ? text.at : "", text.size),
			    region ? region : "ZZ", e164);
	} catch (...) {
		return SHIM_PHONE_BROKEN;
	}
}

static bool find_country(const std::string &e164, struct buf *country)
{
	const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
	PhoneNumber number;
	std::string region;

	if (util.Parse(e164, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
		return false;
	util.GetRegionCodeForNumber(number, &region);
	/* a number that its metadata does not know yet: the country of its code, if that is one's */
	if (region.size() != 2 || region == "ZZ")
		util.GetRegionCodeForCountryCode(number.country_code(), &region);
	if (region.size() != 2 || region == "ZZ")
		return false;
	buf_add(country, { region.data(), region.size() });
	return true;
}

bool shim_phone_country(struct str e164, struct buf *country)
{
	try {
		return find_country(std::string(e164.at ? e164.at : "", e164.size), country);
	} catch (...) {
		return false;
	}
}
