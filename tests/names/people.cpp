#include "tests/names/people.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <string_view>
#include <utility>

namespace garita::tests {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

/// The names that most people have, the first one most often.
struct Culture {
  const char* given;
  const char* surnames;
  const char* beginnings;  ///< syllables of the long tail
  const char* middles;
  const char* endings;
  const char* nationalities;
  std::size_t tail;  ///< how many more surnames there are
  bool two_surnames;
  double share;  ///< of all people
};

constexpr std::array kCultures = {
    Culture{
        "JOSE MARIA JUAN CARLOS LUIS ANA JORGE MIGUEL ROSA FRANCISCO CARMEN MANUEL ANTONIO PEDRO "
        "JESUS MARTA ALEJANDRO GUADALUPE FERNANDO DANIEL ROBERTO PATRICIA MARIO RICARDO EDUARDO "
        "ELENA JAVIER ANDREA SANDRA GLORIA OSCAR HECTOR RAUL VICTOR ENRIQUE SILVIA TERESA ERNESTO "
        "MARVIN WENDY DARWIN YESENIA BAYRON MAYNOR EVELYN NORMA ELMER HEIDY SELVIN DILCIA WILMER "
        "KARLA NELSON IRMA GERMAN SUYAPA ROLANDO BLANCA ISRAEL ESPERANZA SAUL MIRIAM FIDEL AURA",
        "GARCIA HERNANDEZ LOPEZ MARTINEZ RODRIGUEZ PEREZ GONZALEZ SANCHEZ RAMIREZ FLORES GOMEZ "
        "MORALES VASQUEZ REYES CRUZ TORRES DIAZ GUTIERREZ RUIZ MENDOZA AGUILAR ORTIZ CASTILLO "
        "MEJIA RAMOS ALVARADO RIVERA ORELLANA CASTRO ROMERO CHAVEZ JIMENEZ MORENO HERRERA MEDINA "
        "VARGAS GUZMAN MENDEZ FUENTES PINEDA SANTOS LEMUS BARRIOS CABRERA ESCOBAR ZELAYA MALDONADO "
        "BONILLA PORTILLO AMAYA TZOC CHOC CAAL XOL COJULUN QUIEJ BATZ AJANEL",
        "A AL AN AR BA BAL BAR BE BER CA CAL CAN CAR CE CO COR CHA DE DEL DO EL ES FA FE GA GAL GO "
        "GUE HE IN LA LE LO LU MA MAL MAR ME MI MO MON MU NA NO O OL OR PA PE PI PO QUI RA RE RI "
        "RO "
        "SA SAL SAN SE SO TA TE TO TRU U UR VA VAL VE VI YA ZA ZE ZU",
        "RA RE RI RO LA LE LI LO NA NE NI NO MA ME MI DA DE DI DO TA TE TI TO GA GO GUI CA CO CHE "
        "BA BE RRA RRE LLA LLE ÑA",
        "EZ ES AL AR A O ANO INO ERO ERA ON AN ADA ADO OSA ILLO ILLA ENA EÑO AYA EGUI ITIA UBIA "
        "ARTE",
        "GTM HND SLV NIC MEX CRI PAN COL DOM CUB VEN ECU", 150000, true, 0.42},
    Culture{
        "JAMES JOHN MARY ROBERT MICHAEL WILLIAM DAVID PATRICIA LINDA RICHARD THOMAS JENNIFER SUSAN "
        "JOSEPH CHARLES BARBARA CHRISTOPHER DANIEL NANCY MATTHEW LISA MARK ANTHONY BETTY STEVEN "
        "ASHLEY PAUL EMILY KEVIN DONNA BRIAN MICHELLE GEORGE CAROL KENNETH AMANDA MELISSA RONALD "
        "DEBORAH EDWARD STEPHANIE JASON REBECCA JEFFREY LAURA GARY HELEN NICHOLAS AMY ERIC OLIVIA "
        "TYRONE LATOYA WINSTON BEVERLEY",
        "SMITH JOHNSON WILLIAMS BROWN JONES DAVIS MILLER WILSON MOORE TAYLOR ANDERSON THOMAS "
        "JACKSON "
        "WHITE HARRIS MARTIN THOMPSON ROBINSON CLARK LEWIS LEE WALKER HALL ALLEN YOUNG KING WRIGHT "
        "HILL SCOTT GREEN ADAMS BAKER NELSON CARTER MITCHELL CAMPBELL ROBERTS PHILLIPS EVANS "
        "TURNER "
        "PARKER EDWARDS COLLINS STEWART MORRIS MURPHY COOK ROGERS BAILEY COOPER",
        "ASH BAR BECK BEL BEN BLACK BRAD BRAM BROCK BUCK BUR CAL CHES CLAY COL COR CRAW CROSS DAL "
        "DAW "
        "DUN EAST EL FAIR FARN FOR GAR GLEN GREEN HAL HAM HAR HART HAW HOL HUNT KEN KIRK LANG LAW "
        "LIN LOCK MAN MAR MEL MID MOR NEW NOR OAK PEN PRES RAD RED RICH ROCK ROS RUTH SHEL STAN "
        "STOCK "
        "SUT THORN TIL TRE WAL WAR WEB WES WHIT WIL WIN WOOD YARD",
        "ING ER EN LE TER BER DER KING STER",
        "TON SON LEY FORD HAM WELL WOOD FIELD BURN BY MAN WORTH "
        "SHAW RIDGE STONE LAND MORE BROOK HURST COTT DALE GATE WAY BERRY",
        "USA GBR CAN AUS BLZ JAM TTO BHS", 100000, false, 0.22},
    Culture{"JEAN MARIE PIERRE MICHEL ANDRE PHILIPPE NATHALIE ISABELLE ALAIN JACQUES FRANCOIS "
            "SYLVIE CATHERINE "
            "CHRISTIAN DANIEL NICOLAS MARTINE CHRISTINE LAURENT OLIVIER VALERIE FREDERIC SANDRINE "
            "STEPHANE "
            "JULIEN CELINE SEBASTIEN AURELIE THOMAS CAMILLE GUILLAUME EMMANUEL YVES RENE WIDLINE "
            "JUDELINE "
            "WISLY FRITZ ROSELINE",
            "MARTIN BERNARD DUBOIS THOMAS ROBERT RICHARD PETIT DURAND LEROY MOREAU SIMON LAURENT "
            "LEFEBVRE "
            "MICHEL GARCIA DAVID BERTRAND ROUX VINCENT FOURNIER MOREL GIRARD ANDRE MERCIER DUPONT "
            "LAMBERT "
            "BONNET FRANCOIS MARTINEZ LEGRAND PIERRE JEAN CHARLES JOSEPH LOUIS ETIENNE BAPTISTE",
            "AU BEAU BELLE BER BOIS BON BOU BRU CHAM CHAR CHE CLE COU DE DES DU DUR FA FLEU FON "
            "GAU GI GRAN "
            "GUI HAU JOU LA LAF LE MA MAR MER MON MOU NEU PEL PER PI POI PRU QUE RA RI RO ROU SAU "
            "SE TA TER "
            "TOU VA VER VIL",
            "LE LA RO RE CHE GNE BE VE TIE DI NI MI LLE RRE",
            "AUD AUX EAU ET ARD IER ON IN ENT EL ELLE OT OUX AIS ANT IERE AULT ERT AC IGNY",
            "FRA HTI BEL CHE CAN SEN CIV", 80000, false, 0.12},
    Culture{"MOHAMMED AHMED ALI HASSAN HUSSEIN MAHMOUD IBRAHIM KHALID YOUSSEF OMAR MUSTAFA FATIMA "
            "AISHA "
            "KHADIJA MARYAM ZAINAB SAMIRA NADIA LAILA ABDULLAH TARIQ KARIM SALIM NASSER JAMAL "
            "RASHID FAISAL "
            "HAMZA BILAL YASSIN SAMIR WALID HICHAM RACHID NOURA HANAN AMINA SALMA ABDELKADER "
            "ABDELRAHMAN",
            "KHAN AHMED ALI HASSAN HUSSEIN IBRAHIM MOHAMED SALEH MANSOUR HADDAD KHALIL NASSER "
            "HAMDAN QASIM "
            "YOUSEF SAID RAHMAN AZIZ MALIK FARAH NAJJAR KHOURY SULEIMAN OSMAN MAHDI BAKR DARWISH "
            "SABBAGH",
            "AB AD AM AR BA BAH BAS BI DA DAR DJA FA FAH FAR GHA HA HAB HAD HAM HAS IS JA JAB KA "
            "KAS KHA LA "
            "MA MAH MAN MAS MOU MU NA NAJ NAS OU QA RA RAH RAM SA SAB SAL SHA SOU TA TAH WA YA YAS "
            "ZA ZAH ZI",
            "BI DI FI HA KI LA LI MA MI NA RA RI SA TI WA YA ZA DOU LOU MOU ROU",
            "AN AR AD AM AWI ANI IRI OUD OUR IM IF IK AT AH IYA OUNI ALLAH EDDINE OULI",
            "MAR DZA TUN EGY SYR IRQ JOR LBN SAU YEM LBY SDN SOM PAK AFG", 80000, false, 0.12},
    Culture{
        "WEI FANG MIN JING LI NA YAN JUN HUI YING XIN LEI YU JIE HONG MEI XIAOMING JIANGUO "
        "GUOQIANG "
        "XIAOLI YUHAN ZIHAN HAORAN MINGHUI WENJIE LIHUA XIUYING GUIYING ZHIQIANG JIANHUA CHUNMEI "
        "DONGMEI HAIYAN SHUFEN YULAN GUANGHUI SHIYU TIANYU",
        "WANG LI ZHANG LIU CHEN YANG HUANG ZHAO WU ZHOU XU SUN MA ZHU HU GUO HE LIN GAO LUO ZHENG "
        "LIANG "
        "XIE SONG TANG DENG HAN FENG CAO PENG ZENG XIAO TIAN DONG PAN YUAN CAI JIANG YU DU YE "
        "CHENG WEI "
        "SU LU DING REN LUI YAO SHEN ZHONG",
        "BAI BAO CHU CUI DAI FAN FU GONG GU HAO HOU JIA JIN KANG KONG LAI LEI LONG MENG MO NI NIU "
        "OU "
        "QIAN QIN QIU RUAN SHAO SHI TAO WAN WEN XIANG YAN YIN YUE ZHAN ZOU",
        "A E I O U", "N NG A", "CHN TWN HKG SGP", 300, false, 0.12},
};

}  // namespace

Inventor::Inventor(std::uint32_t seed) : random_(seed) {
  for (const auto& culture : kCultures) {
    Names names{words_of(culture.given), words_of(culture.surnames),
                words_of(culture.nationalities), culture.two_surnames, culture.share};
    const auto beginnings = words_of(culture.beginnings);
    const auto middles = words_of(culture.middles);
    const auto endings = words_of(culture.endings);
    const auto pick = [&](const auto& from) { return from[random_() % from.size()]; };
    for (std::size_t i = 0; i < culture.tail; ++i) {
      std::string name = pick(beginnings);
      for (auto more = random_() % 4; more > 0; --more) name += pick(middles);
      names.surnames.push_back(name + pick(endings));
      if (i % 20 == 0) names.given.push_back(pick(beginnings) + pick(middles) + pick(endings));
    }
    cultures_.push_back(std::move(names));
  }
}

/// The n-th of them in proportion to 1 / (n + 4): the first has some percent, the last next to
/// none.
const std::string& Inventor::one_of(const std::vector<std::string>& names) {
  constexpr double kFlat = 4;
  const double u = double(random_()) / 4294967296.0;
  const double n = kFlat * (std::pow((double(names.size()) + kFlat) / kFlat, u) - 1);
  return names[std::min(names.size() - 1, static_cast<std::size_t>(n))];
}

std::string Inventor::birth() {
  const auto kind = random_() % 100;
  if (kind < 4) return "-";
  const int year = 1935 + static_cast<int>((random_() % 42 + random_() % 42));
  std::array<char, 16> text{};
  if (kind < 12)
    std::snprintf(text.data(), text.size(), "%04d", year);
  else
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, int(random_() % 12) + 1,
                  int(random_() % 28) + 1);
  return text.data();
}

InventedPerson Inventor::person() {
  double u = double(random_()) / 4294967296.0;
  std::size_t at = 0;
  while (at + 1 < cultures_.size() && u >= cultures_[at].share) u -= cultures_[at++].share;
  const Names& names = cultures_[at];
  InventedPerson person;
  person.surname = one_of(names.surnames);
  if (names.two_surnames && random_() % 10 != 0) person.surname += " " + one_of(names.surnames);
  person.given = one_of(names.given);
  if (random_() % 2 == 0) person.given += " " + one_of(names.given);
  person.birth = birth();
  person.nationality = names.nationalities[random_() % names.nationalities.size()];
  return person;
}

const char* mishap_name(Mishap mishap) {
  constexpr std::array<const char*, kMishaps> kNames = {"as listed",         "another order",
                                                        "a typing error",    "two typing errors",
                                                        "a surname dropped", "a given name dropped",
                                                        "another spelling",  "as a zone has it",
                                                        "two words joined",  "an initial"};
  return kNames.at(static_cast<std::size_t>(mishap));
}

std::string listed_name(const InventedPerson& person) {
  return person.surname + ", " + person.given;
}

/// A letter too many, too few, a neighbour on the keyboard, or two swapped; bytes above ASCII stay.
std::string Clerk::mistyped(std::string word) {
  constexpr std::array<std::string_view, 3> kRows = {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
  if (word.size() < 3) return word + word.back();
  std::size_t at = below(word.size());
  while (static_cast<unsigned char>(word[at]) >= 0x80) at = below(word.size());
  const auto kind = below(4);
  if (kind == 0) word.insert(at, 1, static_cast<char>('A' + int(below(26))));
  if (kind == 1) word.erase(at, 1);
  if (kind == 2)
    for (const auto row : kRows)
      if (const auto key = row.find(word[at]); key != std::string_view::npos) {
        word[at] = row[key == 0 ? 1 : key - 1];
        break;
      }
  if (kind == 3 && at + 1 < word.size() && static_cast<unsigned char>(word[at + 1]) < 0x80)
    std::swap(word[at], word[at + 1]);
  return word;
}

/// One way of writing becomes another, of those that the word has.
std::string Clerk::respelt(std::string word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kWays = {{
      {"OU", "U"}, {"KH", "H"}, {"GH", "G"}, {"SH", "CH"}, {"CH", "SH"}, {"EE", "I"},
      {"Z", "S"},  {"S", "Z"},  {"V", "B"},  {"B", "V"},   {"Y", "I"},   {"J", "DJ"},
      {"Q", "K"},  {"C", "K"},  {"PH", "F"}, {"W", "OU"},  {"SS", "S"},  {"X", "HS"},
      {"LL", "L"}, {"RR", "R"}, {"NN", "N"}, {"I", "Y"},   {"ZH", "CH"}, {"EAU", "AU"},
      {"Ñ", "N"},  {"E", "I"},
  }};
  std::vector<std::size_t> fitting;
  for (std::size_t i = 0; i < kWays.size(); ++i)
    if (word.find(kWays[i].first) != std::string::npos) fitting.push_back(i);
  if (fitting.empty()) return word;
  const auto& way = kWays[fitting[below(fitting.size())]];
  return word.replace(word.find(way.first), way.first.size(), way.second);
}

std::string Clerk::birth_of(const std::string& listed) {
  const auto kind = below(100);
  if (kind < 6) return "-";
  if (listed.size() != 10) return listed;
  if (kind < 12) return listed.substr(0, 4);
  if (kind < 16)
    return listed.substr(0, 4) + "-" + std::to_string(10 + below(3)) + listed.substr(7);
  if (kind < 20) {
    std::string slip = listed;
    slip[3] = slip[3] == '9' ? '8' : static_cast<char>(slip[3] + 1);
    return slip;
  }
  return listed;
}

Question Clerk::ask(const InventedPerson& person, Mishap mishap) {
  auto surnames = words_of(person.surname);
  auto given = words_of(person.given);
  Question question{"", birth_of(person.birth), person.nationality};
  const auto any = [&]() -> std::string& {
    const auto at = below(surnames.size() + given.size());
    return at < surnames.size() ? surnames[at] : given[at - surnames.size()];
  };
  const auto zone = [&] {
    return (joined(surnames, "<") + "<<" + joined(given, "<")).substr(0, 39);
  };
  switch (mishap) {
    case Mishap::kNone:
      question.name = listed_name(person);
      return question;
    case Mishap::kOrder:
      break;
    case Mishap::kTypingError: {
      auto& word = any();
      word = mistyped(word);
      break;
    }
    case Mishap::kTwoTypingErrors:
      for (int i = 0; i < 2; ++i) {
        auto& word = any();
        word = mistyped(word);
      }
      break;
    case Mishap::kSurnameDropped:
      if (surnames.size() > 1) surnames.pop_back();
      break;
    case Mishap::kGivenDropped:
      if (given.size() > 1) given.pop_back();
      break;
    case Mishap::kSpelling: {
      auto& word = any();
      word = respelt(word);
      break;
    }
    case Mishap::kZone:
      question.name = zone();
      return question;
    case Mishap::kJoined:
      given = {joined(given, "")};
      surnames = {joined(surnames, "")};
      break;
    case Mishap::kInitial:
      if (given.size() > 1) given.back() = given.back().substr(0, 1) + ".";
      break;
  }
  question.name = joined(given, " ") + " " + joined(surnames, " ");
  return question;
}

}  // namespace garita::tests
