"""more - what people do in stories beyond texting and answering: leave, come back, close school,
show a picture, publish rules, turn the clock back; and the sentences for what follows.

Used by run-stories only: act(), is_action() and sentence() are asked when it knows no better.
"""
import base64
import datetime
import os

ONE_PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()


def email(name):
    return f"{name}@example.org"


def refused(story, done):
    if done.returncode:
        story.said.append(" " * 11 + "refused: " + done.stderr.strip().replace("hearbackctl: ", ""))


def absent(story, words, _):
    """ana is absent until 2026-03-06 · ana is back · ana leaves"""
    if words[1] == "leaves":
        done = story.town.ctl("user", "disable", email(words[0]), check=False)
    elif words[2] == "back":
        done = story.town.ctl("user", "back", email(words[0]), check=False)
    else:
        done = story.town.ctl("user", "absent", email(words[0]), "now", words[4], check=False)
    refused(story, done)


def has(story, words, quoted):
    """ana has capacity 1 · ana has week "mon-wed 08:00-12:00\""""
    refused(story, story.town.ctl("user", "set", email(words[0]), f"--{words[2]}", quoted or words[3], check=False))


def decides(story, words, _):
    """ana decides 1 stopped"""
    refused(story, story.town.ctl("consent", str(story.promises[int(words[2]) - 1]), words[3], check=False))


def shows(story, words, quoted):
    """rosa shows "…": a picture with that text"""
    story.town.text(story.people[words[0]][0], quoted or "", media=[{"type": "image/png", "data": ONE_PIXEL}])


def closes(story, words, quoted):
    """school closes 2026-03-05 2026-03-06 "Spring fair\""""
    path = os.path.join(story.town.dir, "story.ics")
    with open(path, "w", newline="") as f:
        f.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Story//EN\r\n")
        for i, day in enumerate(words[2:]):
            f.write(f"BEGIN:VEVENT\r\nUID:{i}\r\nDTSTART;VALUE=DATE:{day.replace('-', '')}\r\nSUMMARY:{quoted}\r\nEND:VEVENT\r\n")
        f.write("END:VCALENDAR\r\n")
    refused(story, story.town.ctl("calendar", "import", path, check=False))


def publishes(story, words, quoted):
    """lee publishes rules "…": one rule for everything, its steps between the quotes, or a version's number"""
    path = os.path.join(story.town.dir, "story.yaml")
    if quoted.isdigit():
        return refused(story, story.town.ctl("rules", "publish", "--version", quoted, check=False))
    within, *steps = quoted.split(" / ")
    with open(path, "w") as f:
        f.write(f"rules:\n  - name: story\n    answer_within: {within}\n    steps:\n")
        f.writelines(f"      - {{{step}}}\n" for step in steps)
    return refused(story, story.town.ctl("rules", "publish", path, check=False))


def goes_back(story, words, _):
    """clock goes back 14h: as a machine does whose battery is empty; the daemon starts at that time"""
    back = int(words[3][:-1]) * {"m": 60, "h": 3600, "d": 86400}[words[3][-1]] * 1000
    at = story.now() - back
    story.town.stop()
    story.begin_at(datetime.datetime.fromtimestamp(at / 1000, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    story.day = datetime.datetime.fromtimestamp(at / 1000, story.zone).date()
    story.town.start()


VERBS = {"is": absent, "leaves": absent, "has": has, "decides": decides, "shows": shows, "closes": closes,
         "publishes": publishes, "goes": goes_back}


def is_action(action, names):
    words = action.split()
    return words[0] in set(names) | {"school", "clock"} and words[1] in VERBS


def act(story, words, quoted):
    VERBS[words[1]](story, words, quoted)


def sentence(story, event, promise):
    what, detail = event["what"], event["detail"]
    if what in ("promise.handed_over", "promise.reassigned"):
        row = story.town.rows("SELECT s.name FROM promise p JOIN staff s ON s.id = p.owner_id WHERE p.id = ?", event["promise_id"])
        return f"promise {promise} is {row[0]['name'] if row else 'nobody'}'s now: {detail}"
    if what == "promise.unowned":
        return f"promise {promise} is nobody's now: {detail}"
    if what == "consent.review_opened":
        return f"promise {promise} may ask us to stop: {detail}"
    if what == "consent.decided":
        return f"{event['actor'].split(':')[0]} decides about promise {promise}: {detail}"
    if what in ("media.kept", "media.failed"):
        return "its picture is " + ("kept" if what == "media.kept" else "not kept: " + detail)
    return None
