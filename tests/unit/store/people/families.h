/*
 * families - the people of a ledger in a few words, for tests of store/people alone.
 */
#ifndef TESTS_UNIT_STORE_PEOPLE_FAMILIES_H
#define TESTS_UNIT_STORE_PEOPLE_FAMILIES_H

#include "base/clock.h"
#include "store/people/households.h"
#include "store/people/users.h"
#include "tests/lib/chance.h"
#include "tests/unit/store/ledger.h"

static inline void add_household(struct db *db, int64_t id, const char *name)
{
	struct household household = { .id = { id }, .created_at = noon, .updated_at = noon };

	str_put(household.name, sizeof(household.name), str_of(name));
	assert_fine(household_add(db, &household));
}

static inline void add_contact(struct db *db, int64_t id, const char *name, int64_t household)
{
	struct contact contact = { .id = { id }, .language = "es", .is_known = true,
				   .household = { household }, .created_at = noon };

	str_put(contact.name, sizeof(contact.name), str_of(name));
	assert_fine(contact_add(db, &contact));
}

static inline struct number number_of(const char *phone, int64_t contact)
{
	struct number number = { .contact = { contact } };

	str_put(number.phone, sizeof(number.phone), str_of(phone));
	return number;
}

static inline void add_number(struct db *db, const char *phone, int64_t contact)
{
	struct number number = number_of(phone, contact);

	assert_fine(number_add(db, &number, noon));
}

static inline struct user liaison(int64_t id, const char *languages)
{
	struct user user = { .id = { id }, .role = ROLE_LIAISON, .phone = "+13125550177",
			     .created_at = noon };

	snprintf(user.email, sizeof(user.email), "%lld@example.org", (long long)id);
	str_put(user.languages, sizeof(user.languages), str_of(languages));
	return user;
}

static inline void add_liaison(struct db *db, int64_t id)
{
	struct user user = liaison(id, "es");

	assert_fine(user_add(db, &user));
}

/* A word of signs that searches trip over: LIKE's own, quotes, capitals, accents. */
static inline void tricky_name(struct chance *chance, size_t pieces_most, char *into, size_t room)
{
	static const char *const pieces[] = { "a", "A", "b", "%", "_", "!", "'", "é", "É", " ",
					      "\\", "x", "ñ", "0" };
	size_t pieces_left = 1 + chance_below(chance, pieces_most);

	into[0] = '\0';
	while (pieces_left--)
		strncat(into, pieces[chance_below(chance, COUNT_OF(pieces))],
			room - strlen(into) - 1);
}

/* As people search: capitals of ASCII alone do not count. */
static inline bool has_part(const char *text, const char *part)
{
	size_t size = strlen(part);

	for (; strlen(text) >= size; text++) {
		size_t i = 0;

		while (i < size && (text[i] == part[i] ||
				    ((text[i] ^ part[i]) == 0x20 && (text[i] | 0x20) >= 'a' &&
				     (text[i] | 0x20) <= 'z')))
			i++;
		if (i == size)
			return true;
	}
	return false;
}

#endif
