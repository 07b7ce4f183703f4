#include "reading/characters.h"

#include <unicode/unorm2.h>

#include <algorithm>
#include <array>

namespace jiheng::reading {
namespace {

struct Pair {
  char32_t from, to;
};

// The radical forms that fonts give for whole ideographs and that have no compatibility decomposition.
constexpr Pair radicals[] = {
    {0x2E82, U'乛'}, {0x2E85, U'亻'}, {0x2E8B, U'卩'}, {0x2E93, U'幺'}, {0x2E96, U'忄'}, {0x2E97, U'心'},
    {0x2E98, U'扌'}, {0x2E99, U'攵'}, {0x2E9A, U'无'}, {0x2E9B, U'旡'}, {0x2E9C, U'日'}, {0x2E9D, U'月'},
    {0x2E9E, U'歹'}, {0x2E9F, U'母'}, {0x2EA0, U'民'}, {0x2EA1, U'氵'}, {0x2EA2, U'水'}, {0x2EA3, U'灬'},
    {0x2EA4, U'爪'}, {0x2EA7, U'牛'}, {0x2EA8, U'犭'}, {0x2EAA, U'疋'}, {0x2EAC, U'示'}, {0x2EAD, U'礻'},
    {0x2EAE, U'竹'}, {0x2EAF, U'糸'}, {0x2EB0, U'纟'}, {0x2EB1, U'罒'}, {0x2EB6, U'羊'}, {0x2EB7, U'羊'},
    {0x2EB8, U'羊'}, {0x2EB9, U'老'}, {0x2EBA, U'肀'}, {0x2EBB, U'聿'}, {0x2EBC, U'月'}, {0x2EBD, U'臼'},
    {0x2EBE, U'艹'}, {0x2EBF, U'艹'}, {0x2EC0, U'艹'}, {0x2EC1, U'虎'}, {0x2EC2, U'衤'}, {0x2EC4, U'西'},
    {0x2EC5, U'见'}, {0x2EC6, U'角'}, {0x2EC7, U'角'}, {0x2EC8, U'讠'}, {0x2EC9, U'贝'}, {0x2ECA, U'足'},
    {0x2ECB, U'车'}, {0x2ECC, U'辶'}, {0x2ECD, U'辶'}, {0x2ECE, U'辶'}, {0x2ECF, U'阝'}, {0x2ED0, U'钅'},
    {0x2ED1, U'長'}, {0x2ED2, U'镸'}, {0x2ED3, U'长'}, {0x2ED4, U'门'}, {0x2ED5, U'阜'}, {0x2ED6, U'阝'},
    {0x2ED7, U'雨'}, {0x2ED8, U'青'}, {0x2ED9, U'韦'}, {0x2EDA, U'页'}, {0x2EDB, U'风'}, {0x2EDC, U'飞'},
    {0x2EDD, U'食'}, {0x2EDF, U'食'}, {0x2EE0, U'饣'}, {0x2EE1, U'首'}, {0x2EE2, U'马'}, {0x2EE3, U'骨'},
    {0x2EE4, U'鬼'}, {0x2EE5, U'鱼'}, {0x2EE6, U'鸟'}, {0x2EE7, U'卤'}, {0x2EE8, U'麦'}, {0x2EE9, U'黄'},
    {0x2EEA, U'黾'}, {0x2EEB, U'斉'}, {0x2EEC, U'齐'}, {0x2EED, U'歯'}, {0x2EEE, U'齿'}, {0x2EEF, U'竜'},
    {0x2EF0, U'龙'}, {0x2EF1, U'龜'}, {0x2EF2, U'亀'}, {0x2EF3, U'龟'},
};

// Compatibility ideographs and Kangxi radicals: their decomposition, when it is one character.
char32_t decomposed(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  static const UNormalizer2* const normalizer = unorm2_getNFKCInstance(&status);
  if (normalizer == nullptr) return c;
  UChar units[8];
  UErrorCode each = U_ZERO_ERROR;
  const int32_t count = unorm2_getDecomposition(normalizer, static_cast<UChar32>(c), units, 8, &each);
  if (U_FAILURE(each) || count < 1) return c;
  UChar32 result = 0;
  int32_t at = 0;
  U16_NEXT(units, at, count, result);
  return at == count ? static_cast<char32_t>(result) : c;
}

char32_t plain_slowly(char32_t c) {
  if (c >= 0x2E80 && c <= 0x2EF3) {
    const auto* found = std::lower_bound(std::begin(radicals), std::end(radicals), c,
                                         [](const Pair& pair, char32_t value) { return pair.from < value; });
    return found != std::end(radicals) && found->from == c ? found->to : c;
  }
  const bool full_width = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
  if (full_width) return c - 0xFF00 + 0x20;
  const bool compatibility =
      (c >= 0x2F00 && c <= 0x2FD5) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
  if (compatibility) return decomposed(c);
  switch (c) {
    case U'％':
    case U'﹪':
      return U'%';
    case U'＋':
    case U'﹢':
      return U'+';
    case U'－':
    case U'﹣':
      return U'-';
    case U'．':
    case U'﹒':
      return U'.';
    case U'＝':
    case U'﹦':
      return U'=';
    case U'／':
      return U'/';
    case U'﹐':
      return U'，';
    case U'﹔':
      return U'；';
    case U'﹕':
    case U'︰':
      return U'：';
    case U'﹖':
      return U'？';
    case U'﹗':
      return U'！';
    case U'﹙':
    case U'︵':
    case U'❨':
      return U'（';
    case U'﹚':
    case U'︶':
    case U'❩':
      return U'）';
    case U'﹑':
    case U'､':
      return U'、';
    case U'｡':
      return U'。';
    case U'〔':
    case U'〕':
      return c;
    case U'∼':
    case U'〜':
    case U'˜':
      return U'～';
    case U'″':
    case U'〞':
    case U'〟':
    case U'＂':
      return U'"';
    case U'〝':
    case U'‟':
      return U'“';
    case U'‑':
    case U'‐':
      return U'-';
    default:
      return c;
  }
}

}  // namespace

bool is_space(char32_t c) {
  if (c < 0x80) return c == U' ' || (c >= 0x09 && c <= 0x0D);
  return c == 0xA0 || c == 0x85 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F ||
         c == 0x1680 || c == 0x2028 || c == 0x2029;
}

bool is_invisible(char32_t c) {
  if (c < 0x80) return (c < 0x20 && !is_space(c)) || c == 0x7F;
  return (c <= 0x9F && c != 0x85) || c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFFF0 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE01EF);
}

char32_t plain(char32_t c) {
  if (c < 0x80) {
    switch (c) {
      case U';':
        return U'；';
      case U'!':
        return U'！';
      case U'?':
        return U'？';
      case U'(':
        return U'（';
      case U')':
        return U'）';
      case U'~':
        return U'～';
      default:
        return c;
    }
  }
  // Plain ideographs and the usual punctuation, which is nearly all of a report.
  if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3011)) return c;
  return plain_slowly(c);
}

int columns(char32_t c) {
  if (c < 0x1100) return is_invisible(c) ? 0 : 1;
  if (c >= 0x2E80) return is_invisible(c) ? 0 : 2;
  if (c >= 0x2010 && c <= 0x2027) return 2;  // dashes, quotation marks, … as Chinese fonts draw them
  if (is_invisible(c)) return 0;
  return c >= 0x2460 && c <= 0x2609 ? 2 : 1;
}

int chinese_digit(char32_t c) {
  switch (c) {
    case U'〇':
    case U'零':
    case U'○':
      return 0;
    case U'一':
      return 1;
    case U'二':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    case U'十':
      return 10;
    default:
      return -1;
  }
}

}  // namespace jiheng::reading
