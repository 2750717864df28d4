#include "explain.h"

#include "scene.h"

static void stranger(const struct scene *scene, struct str phone, struct contact *contact,
		     struct number *number)
{
	*contact = (struct contact){ .language_source = LANGUAGE_DEFAULT };
	str_put(contact->language, sizeof(contact->language), str_of(scene->speech->staff->tag));
	*number = (struct number){ .unusable_code = 0 };
	str_put(number->phone, sizeof(number->phone), phone);
}

static enum fault find(const struct scene *scene, struct str phone, struct contact *contact,
		       struct number *number)
{
	enum fault fault = number_get(scene->db, phone, number);

	if (!fault)
		fault = contact_get(scene->db, number->contact, contact);
	return fault;
}

struct work_line *work_line_for(struct work *work, enum channel channel)
{
	struct work_line *second_best = NULL;

	for (size_t i = 0; i < work->line_count; i++) {
		struct work_line *line = &work->lines[i];

		if (!line->settings->speaks[channel])
			continue;
		if (!line->is_paused)
			return line;
		if (!second_best)
			second_best = line;
	}
	return second_best;
}

enum fault explain_route(struct work *work, struct db *db, const struct explain_ask *ask,
			 struct route *route, struct note *note)
{
	struct scene scene = scene_of(work, ask->speech, db, note);
	struct contact contact;
	struct number number;
	struct work_line *line;
	enum fault found = find(&scene, ask->phone, &contact, &number);
	enum fault fault;

	if (found && found != FAULT_MISSING)
		return found;
	if (found)
		stranger(&scene, ask->phone, &contact, &number);
	line = work_line_for(work, CHANNEL_SMS);
	if (!line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	fault = scene_route(&scene, &(struct route_ask){
		.contact = &contact, .number = &number, .channel = CHANNEL_SMS,
		.line = line->id, .is_line_paused = line->is_paused, .kind = ask->kind,
		.purpose = ask->purpose }, route, NULL);
	return fault ? fault : found;
}
