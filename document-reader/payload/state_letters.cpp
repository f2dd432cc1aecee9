#include "document-reader/payload/state_letters.h"

#include <algorithm>
#include <array>

namespace garita::reader {
namespace {

using Code = std::string_view;

constexpr std::size_t kCodeLetters = 3;

// ISO 3166-1: alpha-3 and alpha-2 of 249 States and territories, in order.
constexpr auto kStates = std::to_array<Code>({
    "ABWAW", "AFGAF", "AGOAO", "AIAAI", "ALAAX", "ALBAL", "ANDAD", "AREAE", "ARGAR", "ARMAM",
    "ASMAS", "ATAAQ", "ATFTF", "ATGAG", "AUSAU", "AUTAT", "AZEAZ", "BDIBI", "BELBE", "BENBJ",
    "BESBQ", "BFABF", "BGDBD", "BGRBG", "BHRBH", "BHSBS", "BIHBA", "BLMBL", "BLRBY", "BLZBZ",
    "BMUBM", "BOLBO", "BRABR", "BRBBB", "BRNBN", "BTNBT", "BVTBV", "BWABW", "CAFCF", "CANCA",
    "CCKCC", "CHECH", "CHLCL", "CHNCN", "CIVCI", "CMRCM", "CODCD", "COGCG", "COKCK", "COLCO",
    "COMKM", "CPVCV", "CRICR", "CUBCU", "CUWCW", "CXRCX", "CYMKY", "CYPCY", "CZECZ", "DEUDE",
    "DJIDJ", "DMADM", "DNKDK", "DOMDO", "DZADZ", "ECUEC", "EGYEG", "ERIER", "ESHEH", "ESPES",
    "ESTEE", "ETHET", "FINFI", "FJIFJ", "FLKFK", "FRAFR", "FROFO", "FSMFM", "GABGA", "GBRGB",
    "GEOGE", "GGYGG", "GHAGH", "GIBGI", "GINGN", "GLPGP", "GMBGM", "GNBGW", "GNQGQ", "GRCGR",
    "GRDGD", "GRLGL", "GTMGT", "GUFGF", "GUMGU", "GUYGY", "HKGHK", "HMDHM", "HNDHN", "HRVHR",
    "HTIHT", "HUNHU", "IDNID", "IMNIM", "INDIN", "IOTIO", "IRLIE", "IRNIR", "IRQIQ", "ISLIS",
    "ISRIL", "ITAIT", "JAMJM", "JEYJE", "JORJO", "JPNJP", "KAZKZ", "KENKE", "KGZKG", "KHMKH",
    "KIRKI", "KNAKN", "KORKR", "KWTKW", "LAOLA", "LBNLB", "LBRLR", "LBYLY", "LCALC", "LIELI",
    "LKALK", "LSOLS", "LTULT", "LUXLU", "LVALV", "MACMO", "MAFMF", "MARMA", "MCOMC", "MDAMD",
    "MDGMG", "MDVMV", "MEXMX", "MHLMH", "MKDMK", "MLIML", "MLTMT", "MMRMM", "MNEME", "MNGMN",
    "MNPMP", "MOZMZ", "MRTMR", "MSRMS", "MTQMQ", "MUSMU", "MWIMW", "MYSMY", "MYTYT", "NAMNA",
    "NCLNC", "NERNE", "NFKNF", "NGANG", "NICNI", "NIUNU", "NLDNL", "NORNO", "NPLNP", "NRUNR",
    "NZLNZ", "OMNOM", "PAKPK", "PANPA", "PCNPN", "PERPE", "PHLPH", "PLWPW", "PNGPG", "POLPL",
    "PRIPR", "PRKKP", "PRTPT", "PRYPY", "PSEPS", "PYFPF", "QATQA", "REURE", "ROURO", "RUSRU",
    "RWARW", "SAUSA", "SDNSD", "SENSN", "SGPSG", "SGSGS", "SHNSH", "SJMSJ", "SLBSB", "SLESL",
    "SLVSV", "SMRSM", "SOMSO", "SPMPM", "SRBRS", "SSDSS", "STPST", "SURSR", "SVKSK", "SVNSI",
    "SWESE", "SWZSZ", "SXMSX", "SYCSC", "SYRSY", "TCATC", "TCDTD", "TGOTG", "THATH", "TJKTJ",
    "TKLTK", "TKMTM", "TLSTL", "TONTO", "TTOTT", "TUNTN", "TURTR", "TUVTV", "TWNTW", "TZATZ",
    "UGAUG", "UKRUA", "UMIUM", "URYUY", "USAUS", "UZBUZ", "VATVA", "VCTVC", "VENVE", "VGBVG",
    "VIRVI", "VNMVN", "VUTVU", "WLFWF", "WSMWS", "YEMYE", "ZAFZA", "ZMBZM", "ZWEZW",
});
// Doc 9303-3 (8th edition), section 5, parts B to D: codes that ISO 3166-1 has not, in order.
struct Other {
  Code code;
  Code letters;
};
constexpr auto kOthers = std::to_array<Other>({{"D", "DE"},
                                               {"EUE", "EU"},
                                               {"GBD", "GB"},
                                               {"GBN", "GB"},
                                               {"GBO", "GB"},
                                               {"GBP", "GB"},
                                               {"GBS", "GB"},
                                               {"UNA", "UN"},
                                               {"UNO", "UN"}});

}  // namespace

std::string_view state_letters(std::string_view code) {
  const auto alpha_3 = [](Code pair) { return pair.substr(0, kCodeLetters); };
  const auto* const state = std::ranges::lower_bound(kStates, code, {}, alpha_3);
  if (state != kStates.end() && alpha_3(*state) == code) return state->substr(kCodeLetters);
  const auto* const other = std::ranges::lower_bound(kOthers, code, {}, &Other::code);
  return other != kOthers.end() && other->code == code ? other->letters : Code();
}

}  // namespace garita::reader
