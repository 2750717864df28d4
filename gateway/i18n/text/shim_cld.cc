/* CLD2 behind C.  Its full tables must be linked: see the Makefile. */
#include "shim.h"

#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

static bool recognise(struct str text, bool best_effort, struct shim_guess guesses[3])
{
	const CLD2::CLDHints hints = { nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
				       CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language languages[3];
	int percents[3];
	double scores[3];
	int letters, good_bytes;
	bool is_reliable = false;

	CLD2::ExtDetectLanguageSummaryCheckUTF8(
		text.at, static_cast<int>(text.size), true, &hints,
		best_effort ? CLD2::kCLDFlagBestEffort : 0, languages, percents, scores,
		nullptr, &letters, &is_reliable, &good_bytes);
	/* broken UTF-8: the arrays are not filled in */
	if (good_bytes < static_cast<int>(text.size))
		return false;
	for (int i = 0; i < 3; i++)
		guesses[i] = { CLD2::LanguageCode(languages[i]), percents[i], scores[i] };
	return is_reliable;
}

bool shim_cld_detect(struct str text, bool best_effort, struct shim_guess guesses[3])
{
	for (int i = 0; i < 3; i++)
		guesses[i] = { "un", 0, 0 };
	if (text.size == 0 || text.size > 1 << 20)
		return false;
	try {
		return recognise(text, best_effort, guesses);
	} catch (...) {
		return false;
	}
}
