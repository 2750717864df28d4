#include "date.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char weekdays[] = "SunMonTueWedThuFriSat";

static struct tm parts_of(int64_t at)
{
	time_t seconds = (time_t)(at / 1000 - (at % 1000 < 0));
	struct tm parts;

	gmtime_r(&seconds, &parts);
	return parts;
}

void date_rfc3339(int64_t at, char into[DATE_SIZE])
{
	struct tm parts = parts_of(at);
	int ms = (int)(((at % 1000) + 1000) % 1000);

	assert(into);
	snprintf(into, DATE_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
		 parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
		 parts.tm_min, parts.tm_sec, ms);
}

void date_rfc2822(int64_t at, char into[DATE_SIZE])
{
	struct tm parts = parts_of(at);

	assert(into);
	snprintf(into, DATE_SIZE, "%.3s, %02d %.3s %04d %02d:%02d:%02d +0000",
		 weekdays + 3 * parts.tm_wday, parts.tm_mday,
		 months + 3 * parts.tm_mon, parts.tm_year + 1900, parts.tm_hour,
		 parts.tm_min, parts.tm_sec);
}

static enum fault instant_of(struct tm *parts, int64_t *at)
{
	struct tm asked = *parts;
	time_t seconds = timegm(parts);

	/* timegm turns February 30 into March 2: refuse what it had to mend. */
	if (parts->tm_mday != asked.tm_mday || parts->tm_mon != asked.tm_mon ||
	    parts->tm_hour != asked.tm_hour || parts->tm_min != asked.tm_min)
		return FAULT_INVALID;
	*at = (int64_t)seconds * 1000;
	return FAULT_NONE;
}

/* Whether text begins as the shape does, where 9 is any digit and ? any character.  sscanf
 * alone would take " 1", "+1" and "-1" for two digits. */
static bool has_shape(const char *text, const char *shape)
{
	for (; *shape; shape++, text++)
		if (*shape == '9' ? *text < '0' || *text > '9' :
		    *shape == '?' ? !*text : *text != *shape)
			return false;
	return true;
}

/* "Z", "+02:00" or "-0600" into milliseconds east of UTC. */
static enum fault parse_offset(const char *text, int64_t *offset)
{
	int hours;
	int minutes;
	bool has_colon = has_shape(text, "?99:99");

	*offset = 0;
	if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0 || text[0] == '\0')
		return FAULT_NONE;
	if ((text[0] != '+' && text[0] != '-') || (!has_colon && !has_shape(text, "?9999")) ||
	    text[has_colon ? 6 : 5] ||
	    sscanf(text + 1, has_colon ? "%2d:%2d" : "%2d%2d", &hours, &minutes) != 2 ||
	    hours > 14 || minutes > 59)
		return FAULT_INVALID;
	*offset = (hours * 60 + minutes) * 60000LL * (text[0] == '-' ? -1 : 1);
	return FAULT_NONE;
}

enum fault date_parse_rfc3339(struct str text, int64_t *at)
{
	char copy[DATE_SIZE];
	struct tm parts = { .tm_isdst = 0 };
	int64_t ms = 0;
	int64_t offset = 0;
	int64_t seconds_at;

	assert(at);
	str_put(copy, sizeof(copy), text);
	if (strlen(copy) != text.size || !has_shape(copy, "9999-99-99") ||
	    sscanf(copy, "%4d-%2d-%2d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday) != 3)
		return FAULT_INVALID;
	if (copy[10]) {
		const char *rest = copy + 19;

		if (!strchr("Tt ", copy[10]) || !has_shape(copy + 10, "?99:99:99") ||
		    sscanf(copy + 11, "%2d:%2d:%2d", &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 3)
			return FAULT_INVALID;
		if (has_shape(rest, ".9"))
			for (int64_t unit = 100; *++rest >= '0' && *rest <= '9'; unit /= 10)
				ms += unit * (*rest - '0');
		if (parse_offset(rest, &offset))
			return FAULT_INVALID;
	}
	parts.tm_year -= 1900;
	parts.tm_mon -= 1;
	if (instant_of(&parts, &seconds_at))
		return FAULT_INVALID;
	*at = seconds_at + ms - offset;
	return FAULT_NONE;
}

enum fault date_parse_rfc2822(struct str text, int64_t *at)
{
	char copy[DATE_SIZE];
	char month[4];
	struct tm parts = { .tm_isdst = 0 };
	const char *start;
	const char *named;
	int used = 0;
	int64_t offset = 0;
	int64_t seconds_at;

	assert(at);
	if (text.size >= sizeof(copy))
		return FAULT_INVALID;
	str_put(copy, sizeof(copy), text);
	start = strchr(copy, ',');
	start = start ? start + 1 : copy;
	if (sscanf(start, " %2d %3s %4d %2d:%2d:%2d %n", &parts.tm_mday, month,
		   &parts.tm_year, &parts.tm_hour, &parts.tm_min, &parts.tm_sec,
		   &used) != 6)
		return FAULT_INVALID;
	named = strstr(months, month);
	if (!named || strlen(month) != 3 || (named - months) % 3)
		return FAULT_INVALID;
	parts.tm_mon = (int)((named - months) / 3);
	parts.tm_year -= 1900;
	if (strcmp(start + used, "GMT") && parse_offset(start + used, &offset))
		return FAULT_INVALID;
	if (instant_of(&parts, &seconds_at))
		return FAULT_INVALID;
	*at = seconds_at - offset;
	return FAULT_NONE;
}
