#include "central-sync/reports/likeness_words.h"

#include <gtest/gtest.h>

namespace garita::central {
namespace {

TEST(LikenessWords, SayWhyTwoMayBeOnePersonInThreeLanguages) {
  struct Case {
    const char *reasons, *told, *spanish, *english, *french;
  };
  const Case cases[] = {
      {"", "", "", "", ""},
      {"word_same García; birth_same 1980-02-29", "word_same García; birth_same 1980-02-29",
       "igual: García; mismo nacimiento: 1980-02-29", "the same: García; same birth: 1980-02-29",
       "identique : García; même naissance : 1980-02-29"},
      {"word_alike López~LOPES 0.93", "word_alike López~LOPES 0.93", "parecido: López ~ LOPES 0.93",
       "alike: López ~ LOPES 0.93", "ressemblant : López ~ LOPES 0.93"},
      {"word_same ANA; crossings_fit", "word_same ANA; crossings_fit",
       "igual: ANA; uno entró y no ha salido, el otro salió sin haber entrado: los cruces encajan",
       "the same: ANA; one entered and has not left, the other left and had not entered: the "
       "crossings fit each other",
       "identique : ANA; l'un est entré et n'est pas sorti, l'autre est sorti sans être entré : "
       "les passages concordent"},
      {"held_apart", "held_apart",
       "lo que tienen en común también lo tienen dos personas separadas",
       "what they have in common, two separated people have too",
       "ce qu'elles ont en commun, deux personnes séparées l'ont aussi"},
      // Which grade it had is of no use to anybody, and whether crossings fit nobody asked.
      {"held_apart if_fitting; word_same ANA; crossings_fit", "held_apart; word_same ANA",
       "lo que tienen en común también lo tienen dos personas separadas; igual: ANA",
       "what they have in common, two separated people have too; the same: ANA",
       "ce qu'elles ont en commun, deux personnes séparées l'ont aussi; identique : ANA"},
      {"held_apart in_review; nationality_other GTM~HND", "held_apart; nationality_other GTM~HND",
       "lo que tienen en común también lo tienen dos personas separadas; otra nacionalidad: GTM ~ "
       "HND",
       "what they have in common, two separated people have too; another nationality: GTM ~ HND",
       "ce qu'elles ont en commun, deux personnes séparées l'ont aussi; autre nationalité : GTM ~ "
       "HND"},
      {"both_left HND A1 2026-01-05T16:00:00Z~HND B2 2026-01-09T16:00:00Z",
       "both_left HND A1 2026-01-05T16:00:00Z~HND B2 2026-01-09T16:00:00Z",
       "ambos dentro al mismo tiempo: salió con HND A1 2026-01-05T16:00:00Z ~ HND B2 "
       "2026-01-09T16:00:00Z",
       "both inside at the same time: left with HND A1 2026-01-05T16:00:00Z ~ HND B2 "
       "2026-01-09T16:00:00Z",
       "les deux à l'intérieur en même temps : sorti avec HND A1 2026-01-05T16:00:00Z ~ HND B2 "
       "2026-01-09T16:00:00Z"},
      {"of_tomorrow it", "of_tomorrow it", "of_tomorrow it", "of_tomorrow it", "of_tomorrow it"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(reasons_told(each.reasons), each.told);
    EXPECT_EQ(likeness_words(each.reasons, Language::kSpanish), each.spanish);
    EXPECT_EQ(likeness_words(each.reasons, Language::kEnglish), each.english);
    EXPECT_EQ(likeness_words(each.reasons, Language::kFrench), each.french);
  }
}

}  // namespace
}  // namespace garita::central
