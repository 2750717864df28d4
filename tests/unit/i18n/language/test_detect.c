#include "tests/lib/test.h"

#include "base/clock.h"
#include "i18n/language/detect.h"
#include "i18n/language/lang.h"
#include "i18n/language/lang_set.h"

/*
 * Short texts as parents write them.  Never another language; nearly always the
 * right one.  The last one or two of each language were not looked at when
 * the thresholds of detect.c were chosen.
 */
static const struct {
	const char *tag, *text;
} texts[] = {
	{ "en", "Is there school tomorrow?" },
	{ "en", "My son is sick today" },
	{ "en", "What time does the bus come?" },
	{ "en", "Can I talk to the teacher please" },
	{ "en", "She forgot her lunch" },
	{ "en", "thank u so much" },
	{ "en", "my daugther wont be at school 2day she has a fever" },
	{ "en", "is there a game tonite" },
	{ "en", "good morning" },
	{ "en", "I did not understand the letter" },
	{ "en", "He has a fever" },
	{ "es", "¿Hay clases mañana?" },
	{ "es", "Mi hijo está enfermo hoy" },
	{ "es", "A qué hora pasa el autobús" },
	{ "es", "Quiero hablar con la maestra" },
	{ "es", "mi hija no va a ir a la escuela hoy" },
	{ "es", "esta enfermo" },
	{ "es", "buenos dias maestra" },
	{ "es", "manana hay clases" },
	{ "es", "no hay clases" },
	{ "es", "si manana llega tarde" },
	{ "es", "mi hijo" },
	{ "es", "cuando es la junta" },
	{ "es", "a que hora es la junta" },
	{ "es", "ella esta enferma" },
	{ "es", "Mi hija tiene cita con el dentista mañana" },
	{ "es", "¿A qué hora es la salida?" },
	{ "es", "No puedo ir a la reunión" },
	{ "es", "Perdió su chamarra" },
	{ "so", "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa" },
	{ "so", "Berri dugsi ma jiraa?" },
	{ "so", "Wiilkaygu waa xanuunsan yahay" },
	{ "so", "Baska goorma ayuu imanayaa" },
	{ "so", "Waxaan rabaa inaan la hadlo macallinka" },
	{ "so", "maalin wanaagsan" },
	{ "so", "dugsiga ma furan yahay" },
	{ "so", "canugga wuu buka" },
	{ "so", "Gabadhaydu maanta dugsiga ma imaanayso" },
	{ "so", "Goormuu bilaabmayaa dugsigu?" },
	{ "so", "Ma fahmin warqadda" },
	{ "vi", "Ngày mai có học không?" },
	{ "vi", "Con tôi bị bệnh hôm nay" },
	{ "vi", "Xe buýt mấy giờ đến" },
	{ "vi", "ngay mai co hoc khong" },
	{ "vi", "Tôi muốn nói chuyện với cô giáo" },
	{ "vi", "con toi bi benh hom nay" },
	{ "vi", "anh oi mai con nghi hoc nhe" },
	{ "vi", "Con gái tôi để quên áo khoác" },
	{ "vi", "Mấy giờ tan học?" },
	{ "ar", "هل هناك مدرسة غدا؟" },
	{ "ar", "ابني مريض اليوم" },
	{ "ar", "متى تصل الحافلة" },
	{ "ar", "أريد التحدث مع المعلمة" },
	{ "ar", "ابنتي لن تأتي اليوم" },
	{ "ar", "السلام عليكم" },
	{ "ar", "مرحبا كيف حالك" },
	{ "ar", "هل الباص متأخر اليوم؟" },
	{ "ar", "لم أفهم الرسالة" },
	{ "zh-Hans", "明天有课吗？" },
	{ "zh-Hans", "我儿子今天生病了" },
	{ "zh-Hans", "校车几点到" },
	{ "zh-Hans", "我想和老师谈谈" },
	{ "zh-Hans", "孩子今天不去学校" },
	{ "zh-Hans", "今天放学几点？" },
	{ "zh-Hans", "老师，孩子发烧了" },
	{ "zh-Hant", "明天有課嗎？" },
	{ "zh-Hant", "我兒子今天生病了" },
	{ "zh-Hant", "校車幾點到" },
	{ "zh-Hant", "我想和老師談談" },
	{ "zh-Hant", "孩子今天不去學校" },
	{ "zh-Hant", "今天幾點放學？" },
	{ "zh-Hant", "老師，孩子發燒了" },
	{ "ht", "Èske gen lekòl demen?" },
	{ "ht", "Pitit gason m malad jodi a" },
	{ "ht", "A ki lè bis la ap vini" },
	{ "ht", "Mwen vle pale ak pwofesè a" },
	{ "ht", "Pitit fi mwen pap vini lekol jodia" },
	{ "ht", "Pa gen lekol" },
	{ "ht", "ki le lekol la fini" },
	{ "ht", "pitit la malad" },
	{ "ht", "li malad jodi a" },
	{ "ht", "Pitit mwen an gen lafyèv" },
	{ "ht", "Mwen pa konprann lèt la" },
	{ "pt-BR", "Tem aula amanhã?" },
	{ "pt-BR", "Meu filho está doente hoje" },
	{ "pt-BR", "Que horas passa o ônibus" },
	{ "pt-BR", "Quero falar com a professora" },
	{ "pt-BR", "minha filha não vai hoje" },
	{ "pt-BR", "Hoje nao tem aula" },
	{ "pt-BR", "quando e a reuniao" },
	{ "pt-BR", "a que horas e a reuniao" },
	{ "pt-BR", "ela esta doente" },
	{ "pt-BR", "meu filho esta doente" },
	{ "pt-BR", "Eu não entendi a carta" },
	{ "pt-BR", "Ele perdeu o casaco" },
	{ "ru", "Завтра есть уроки?" },
	{ "ru", "Мой сын сегодня болеет" },
	{ "ru", "Во сколько приедет автобус" },
	{ "ru", "Я хочу поговорить с учителем" },
	{ "ru", "Дочка сегодня не придёт" },
	{ "ru", "добрый день" },
	{ "ru", "ребенок болеет" },
	{ "ru", "Я не понял письмо" },
	{ "ru", "Когда родительское собрание?" },
	{ "uk", "Завтра є уроки?" },
	{ "uk", "Мій син сьогодні хворіє" },
	{ "uk", "О котрій приїде автобус" },
	{ "uk", "Я хочу поговорити з вчителем" },
	{ "uk", "Донька сьогодні не прийде" },
	{ "uk", "доброго дня" },
	{ "uk", "дитина хвора" },
	{ "uk", "Я не зрозуміла листа" },
	{ "uk", "Коли батьківські збори?" },
	{ "fr", "Y a-t-il école demain ?" },
	{ "fr", "Mon fils est malade aujourd'hui" },
	{ "fr", "À quelle heure passe le bus" },
	{ "fr", "Je voudrais parler à la maîtresse" },
	{ "fr", "ma fille ne vient pas aujourd'hui" },
	{ "fr", "l'enfant est malade" },
	{ "fr", "elle est absente" },
	{ "fr", "pas d'école demain" },
	{ "fr", "Je n'ai pas compris la lettre" },
	{ "fr", "Il a de la fièvre" },
	{ "ko", "내일 수업 있나요?" },
	{ "ko", "아들이 오늘 아파요" },
	{ "ko", "버스 몇 시에 와요" },
	{ "ko", "선생님과 이야기하고 싶어요" },
	{ "ko", "딸이 오늘 못 가요" },
	{ "ko", "편지를 이해하지 못했어요" },
	{ "fil", "May pasok po ba bukas?" },
	{ "fil", "May sakit ang anak ko ngayon" },
	{ "fil", "Anong oras dadating ang bus" },
	{ "fil", "Gusto ko pong makausap ang guro" },
	{ "fil", "hindi papasok ang anak ko ngayon" },
	{ "fil", "ano oras ang uwian" },
	{ "fil", "walang pasok bukas" },
	{ "fil", "Hindi ko po naintindihan ang sulat" },
	{ "fil", "Nilalagnat po ang anak ko" },
	{ "fa", "فردا مدرسه باز است؟" },
	{ "fa", "پسرم امروز مریض است" },
	{ "fa", "اتوبوس چه ساعتی می‌آید" },
	{ "fa", "می‌خواهم با معلم صحبت کنم" },
	{ "fa", "دخترم امروز نمی‌آید" },
	{ "fa", "سلام خوب هستید" },
	{ "fa", "نامه را نفهمیدم" },
	{ "fa", "پسرم تب دارد" },
	{ "ps", "سبا ښوونځی شته؟" },
	{ "ps", "زما زوی نن ناروغه دی" },
	{ "ps", "بس څو بجې راځي" },
	{ "ps", "زه غواړم له ښوونکي سره خبرې وکړم" },
	{ "ps", "زما لور نن نه راځي" },
	{ "ps", "زه په لیک ونه پوهېدم" },
	{ "ps", "زوی مې تبه لري" },
	{ "ur", "کیا کل اسکول ہے؟" },
	{ "ur", "میرا بیٹا آج بیمار ہے" },
	{ "ur", "بس کتنے بجے آئے گی" },
	{ "ur", "میں استانی سے بات کرنا چاہتی ہوں" },
	{ "ur", "میری بیٹی آج نہیں آئے گی" },
	{ "ur", "مجھے خط سمجھ نہیں آیا" },
	{ "ur", "بچے کو بخار ہے" },
	{ "hi", "क्या कल स्कूल है?" },
	{ "hi", "मेरा बेटा आज बीमार है" },
	{ "hi", "बस कितने बजे आएगी" },
	{ "hi", "मैं अध्यापिका से बात करना चाहती हूँ" },
	{ "hi", "मेरी बेटी आज नहीं आएगी" },
	{ "hi", "आज छुट्टी है?" },
	{ "hi", "मुझे पत्र समझ नहीं आया" },
	{ "hi", "बच्चे को बुखार है" },
	{ "ne", "भोलि स्कुल छ?" },
	{ "ne", "मेरो छोरा आज बिरामी छ" },
	{ "ne", "बस कति बजे आउँछ" },
	{ "ne", "म शिक्षकसँग कुरा गर्न चाहन्छु" },
	{ "ne", "मेरी छोरी आज आउँदिन" },
	{ "ne", "आज बिदा हो?" },
	{ "ne", "मैले पत्र बुझिन" },
	{ "ne", "बच्चालाई ज्वरो आएको छ" },
	{ "sw", "Je, kuna shule kesho?" },
	{ "sw", "Mwanangu ni mgonjwa leo" },
	{ "sw", "Basi linafika saa ngapi" },
	{ "sw", "Nataka kuzungumza na mwalimu" },
	{ "sw", "binti yangu hatakuja shuleni leo" },
	{ "sw", "kesho kuna masomo" },
	{ "sw", "mtoto ni mgonjwa" },
	{ "sw", "leo hatakuja" },
	{ "sw", "Sikuelewa barua hiyo" },
	{ "sw", "Mtoto ana homa leo" },
	{ "am", "ነገ ትምህርት አለ?" },
	{ "am", "ልጄ ዛሬ ታሟል" },
	{ "am", "አውቶቡሱ ስንት ሰዓት ይመጣል" },
	{ "am", "መምህሯን ማነጋገር እፈልጋለሁ" },
	{ "am", "ልጄ ዛሬ አትመጣም" },
	{ "am", "ደብዳቤው አልገባኝም" },
	{ "am", "ልጁ ትኩሳት አለው" },
	{ "my", "မနက်ဖြန် ကျောင်းရှိလား" },
	{ "my", "ကျွန်တော့်သား ဒီနေ့ နေမကောင်းဘူး" },
	{ "my", "ဘတ်စ်ကား ဘယ်အချိန်လာမလဲ" },
	{ "my", "ဆရာမနဲ့ စကားပြောချင်ပါတယ်" },
	{ "my", "သမီး ဒီနေ့ မလာဘူး" },
	{ "my", "အားလုံးကောင်းပါတယ်" },
	{ "my", "နေကောင်းလား" },
	{ "my", "စာကို နားမလည်ဘူး" },
	{ "my", "ကလေး ဖျားနေတယ်" },
	{ "mww", "Tag kis puas muaj kawm ntawv?" },
	{ "mww", "Kuv tus tub muaj mob hnub no" },
	{ "mww", "Lub npav tuaj thaum twg" },
	{ "mww", "Kuv xav nrog tus xib fwb tham" },
	{ "mww", "kuv tus ntxhais tsis tuaj kawm ntawv hnub no" },
	{ "mww", "menyuam mob" },
	{ "mww", "nws mob taub hau" },
	{ "mww", "tsis tuaj hnub no" },
	{ "mww", "Kuv tsis to taub tsab ntawv" },
	{ "mww", "Tus menyuam ua npaws" },
	{ "bn", "কাল কি স্কুল আছে?" },
	{ "bn", "আমার ছেলে আজ অসুস্থ" },
	{ "bn", "বাস কয়টায় আসবে" },
	{ "bn", "আমি শিক্ষিকার সাথে কথা বলতে চাই" },
	{ "bn", "আমার মেয়ে আজ আসবে না" },
	{ "bn", "আমি চিঠিটা বুঝিনি" },
	{ "bn", "বাচ্চার জ্বর হয়েছে" },
	{ "pa", "ਕੀ ਕੱਲ੍ਹ ਸਕੂਲ ਹੈ?" },
	{ "pa", "ਮੇਰਾ ਪੁੱਤਰ ਅੱਜ ਬਿਮਾਰ ਹੈ" },
	{ "pa", "ਬੱਸ ਕਿੰਨੇ ਵਜੇ ਆਵੇਗੀ" },
	{ "pa", "ਮੈਂ ਅਧਿਆਪਕਾ ਨਾਲ ਗੱਲ ਕਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ" },
	{ "pa", "ਮੇਰੀ ਧੀ ਅੱਜ ਨਹੀਂ ਆਵੇਗੀ" },
	{ "pa", "ਮੈਨੂੰ bus" },
	{ "pa", "ਮੈਨੂੰ ਚਿੱਠੀ ਸਮਝ ਨਹੀਂ ਆਈ" },
	{ "pa", "ਬੱਚੇ ਨੂੰ ਬੁਖਾਰ ਹੈ" },
};

/* Names, numbers, languages that we do not ship, and words without a language. */
static const char *const silent[] = {
	"ok",
	"bus 12",
	"Mohamed",
	"Maria Gonzalez",
	"Ahmed Mohamed Hassan",
	"Fatuma Abdi Warsame",
	"Juan Carlos Perez 3rd grade",
	"Zahra Ali grade 4",
	"kal school hai kya",
	"kya kal chutti hai",
	"bata bimar hai aaj nahi aayega",
	"mera beta aaj school nahi aayega",
	"ma' salama",
	"ማሕበር ትግርኛ ሎሚ ትምህርቲ ኣሎ ዶ",
	"ጽባሕ ትምህርቲ ኣሎ ዶ",
	"ወደይ ሓሚሙ ኣሎ",
	"আজি স্কুল খোলা আছে নেকি",
	"उद्या शाळा आहे का",
	"Czy jutro jest szkoła",
	"もう学校はありますか",
	"明日学校",
	"ကညီကျိာ် တၢ်ဂ့ၢ်",
	"ဢၼ်ႁဵတ်းသၢင်ႈ",
	"我不去",
	"hola",
	"merci",
	"",
	"👍",
	"12:30",
	"Wann ist morgen Schule?",
	"Yarın okul var mı?",
	"Habrá",
	"lol",
	"555-0100",
	"https://example.org/a",
	"Заўтра ёсць школа?",
	"Утре има ли училище?",
};

static struct lang_set *set;

static int load(void **state)
{
	struct note note;

	(void)state;
	return lang_set_load("locales/languages.yaml", &set, &note) != FAULT_NONE;
}

static int unload(void **state)
{
	(void)state;
	lang_set_free(&set);
	return 0;
}

static void no_parent_is_taken_for_a_speaker_of_another_language(void **state)
{
	size_t right = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const struct lang *lang = detect_language(set, str_of(texts[i].text), NULL, 0);

		if (lang && strcmp(lang->tag, texts[i].tag) != 0)
			fail_msg("%s is %s: %s", lang->tag, texts[i].tag, texts[i].text);
		right += lang != NULL;
	}
	/* README.md states the figure */
	if (right * 100 < COUNT_OF(texts) * 96)
		fail_msg("only %zu of %zu were recognised", right, COUNT_OF(texts));
}

static void every_shipped_language_is_recognised(void **state)
{
	(void)state;
	for (size_t i = 0; i < lang_count(set); i++) {
		bool was_seen = false;

		for (size_t at = 0; at < COUNT_OF(texts) && !was_seen; at++)
			was_seen = detect_language(set, str_of(texts[at].text), NULL, 0) ==
				   lang_at(set, i);
		if (!was_seen)
			fail_msg("%s was never recognised", lang_at(set, i)->tag);
	}
}

static void names_numbers_and_foreign_languages_get_no_guess(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(silent); i++) {
		const struct lang *lang = detect_language(set, str_of(silent[i]), NULL, 0);

		if (lang)
			fail_msg("%s: %s", lang->tag, silent[i]);
	}
	assert_null(detect_language(set, STR("\xff\xfe hola amigos como estan"), NULL, 0));
}

static void only_allowed_languages_are_answered(void **state)
{
	const struct lang *spanish = lang_find(set, STR("es"));
	const struct lang *traditional = lang_find(set, STR("zh-Hant"));
	const struct lang *allowed[] = { spanish, traditional };
	const struct str text = STR("¿Hay clases mañana?");

	(void)state;
	assert_ptr_equal(detect_language(set, text, allowed, 2), spanish);
	assert_null(detect_language(set, text, allowed + 1, 1));
	assert_null(detect_language(set, STR("Завтра есть уроки?"), allowed, 2));
	/* no character tells the two kinds of Chinese apart: a district with one of
	 * them has that one */
	assert_ptr_equal(detect_language(set, STR("我不去"), allowed, 2), traditional);
	assert_null(detect_language(set, STR("明天有课吗？"), allowed, 2));
}

static void the_full_tables_are_linked(void **state)
{
	struct note note = { .text = "" };

	(void)state;
	assert_int_equal(detect_self_check(set, &note), FAULT_NONE);
}

static void a_long_hostile_text_is_read_in_bounded_time(void **state)
{
	static char text[200000];
	int64_t from = clock_stopwatch_us();

	(void)state;
	for (size_t i = 0; i + 3 < sizeof(text); i += 3)
		memcpy(text + i, "\xe0\xa4\xa4", 3);
	(void)detect_language(set, (struct str){ text, sizeof(text) - 2 }, NULL, 0);
	assert_in_range(clock_stopwatch_us() - from, 0, 5000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_parent_is_taken_for_a_speaker_of_another_language),
		cmocka_unit_test(every_shipped_language_is_recognised),
		cmocka_unit_test(names_numbers_and_foreign_languages_get_no_guess),
		cmocka_unit_test(only_allowed_languages_are_answered),
		cmocka_unit_test(the_full_tables_are_linked),
		cmocka_unit_test(a_long_hostile_text_is_read_in_bounded_time),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
