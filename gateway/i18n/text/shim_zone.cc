/* cctz, behind C: what a compiled file of the tz database says of a clock. */
#include "shim.h"

#include <chrono>
#include <cstring>
#include <functional>
#include <memory>
#include <string>

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <cctz/zone_info_source.h>

struct shim_rules {
	cctz::time_zone zone;
};

namespace {

class bytes_source : public cctz::ZoneInfoSource {
public:
	explicit bytes_source(const std::string &bytes) : bytes_(bytes) {}

	std::size_t Read(void *into, std::size_t size) override
	{
		size = std::min(size, bytes_.size() - at_);
		std::memcpy(into, bytes_.data() + at_, size);
		at_ += size;
		return size;
	}

	int Skip(std::size_t size) override
	{
		at_ += std::min(size, bytes_.size() - at_);
		return 0;
	}

private:
	const std::string bytes_;
	std::size_t at_ = 0;
};

/*
 * cctz keeps what it has loaded for ever, by its name.  The name of rules is here what they
 * were read from: the same bytes are the same rules, and what an update brings is another
 * name, beside which the old rules stay as they were for whoever still reads them.
 */
std::unique_ptr<cctz::ZoneInfoSource> open_bytes(
	const std::string &name,
	const std::function<std::unique_ptr<cctz::ZoneInfoSource>(const std::string &)> &)
{
	return std::make_unique<bytes_source>(name);
}

using instant = cctz::time_point<cctz::seconds>;

instant instant_of(int64_t second)
{
	return std::chrono::time_point_cast<cctz::seconds>(
		std::chrono::system_clock::from_time_t(0)) + cctz::seconds(second);
}

} // namespace

namespace cctz_extension {
/* cctz's own door for who brings the bytes himself */
ZoneInfoSourceFactory zone_info_source_factory = open_bytes;
}

struct shim_rules *shim_zone_rules_new(struct str bytes)
{
	try {
		auto made = std::make_unique<shim_rules>();

		if (!cctz::load_time_zone(std::string(bytes.at, bytes.size), &made->zone))
			return nullptr;
		return made.release();
	} catch (...) {
		return nullptr;
	}
}

void shim_zone_rules_free(struct shim_rules **rules)
{
	delete *rules;
	*rules = nullptr;
}

bool shim_zone_is_same(const struct shim_rules *a, const struct shim_rules *b)
{
	return a->zone == b->zone;
}

struct shim_wall shim_zone_wall(const struct shim_rules *rules, int64_t second)
{
	const cctz::time_zone::absolute_lookup found = rules->zone.lookup(instant_of(second));
	const cctz::civil_second &shown = found.cs;

	return {
		.year = shown.year(),
		.month = shown.month(),
		.day = shown.day(),
		/* cctz counts from Monday */
		.weekday = (static_cast<int>(cctz::get_weekday(cctz::civil_day(shown))) + 1) % 7,
		.second = (shown.hour() * 60 + shown.minute()) * 60 + shown.second(),
		.offset = found.offset,
	};
}

int64_t shim_zone_second(const struct shim_rules *rules, const struct shim_date *date, int minute)
{
	const cctz::civil_second wanted(date->year, date->month, date->day, 0, minute, 0);

	/* what the clock skips is the change itself, of two the first */
	return (cctz::convert(wanted, rules->zone) - instant_of(0)).count();
}
