#include "report/font_set.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <string_view>

namespace jiheng::report {
namespace {

// Where TeX Live installs Fandol: Debian's texlive-lang-chinese, and TeX Live's own default.
constexpr const char* fandol_folders[] = {
    "/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol",
    "/usr/share/texmf-dist/fonts/opentype/public/fandol",
    "/usr/local/share/fonts/fandol",
};

struct Family {
  const char* name;
  bool bold = false;  // the role's weight needs the family's bold face
  bool own = false;   // the face the standard names, under one of its names
};

struct Role {
  const char* role;
  const char* asked;
  std::vector<Family> families;
};

// In the order of Face.
const std::vector<Role>& roles() {
  static const std::vector<Role> list = {
      {"仿宋",
       "仿宋_GB2312",
       {{"FangSong_GB2312", false, true},
        {"仿宋_GB2312", false, true},
        {"FangSong", false, true},
        {"FandolFang"},
        {"Noto Serif CJK SC"}}},
      {"楷体",
       "楷体_GB2312",
       {{"KaiTi_GB2312", false, true},
        {"楷体_GB2312", false, true},
        {"KaiTi", false, true},
        {"FandolKai"},
        {"LXGW WenKai"},
        {"Noto Serif CJK SC"}}},
      {"黑体", "黑体", {{"SimHei", false, true}, {"FandolHei"}, {"Noto Sans CJK SC"}}},
      {"小标宋",
       "方正小标宋简体",
       {{"FZXiaoBiaoSong-B05", false, true},
        {"FZXiaoBiaoSong-B05S", false, true},
        {"方正小标宋简体", false, true},
        {"FandolSong", true},
        {"Noto Serif CJK SC", true}}},
      {"宋体", "宋体", {{"SimSun", false, true}, {"FandolSong"}, {"Noto Serif CJK SC"}}},
  };
  return list;
}

// Fandol's bold files call themselves regular in their OS/2 table and bold only in their style name; without this the
// two faces of one family cannot be told apart. Cached patterns are read-only, so the entry is replaced by a copy.
void mark_bold_faces(FcFontSet* fonts) {
  if (fonts == nullptr) return;
  for (int i = 0; i < fonts->nfont; ++i) {
    FcChar8* family = nullptr;
    FcChar8* style = nullptr;
    if (FcPatternGetString(fonts->fonts[i], FC_FAMILY, 0, &family) != FcResultMatch) continue;
    if (!std::string_view(reinterpret_cast<const char*>(family)).starts_with("Fandol")) continue;
    if (FcPatternGetString(fonts->fonts[i], FC_STYLE, 0, &style) != FcResultMatch) continue;
    if (std::string_view(reinterpret_cast<const char*>(style)) != "Bold") continue;
    FcPattern* copy = FcPatternDuplicate(fonts->fonts[i]);
    if (copy == nullptr) continue;
    FcPatternDel(copy, FC_WEIGHT);
    FcPatternAddInteger(copy, FC_WEIGHT, FC_WEIGHT_BOLD);
    FcPatternDestroy(fonts->fonts[i]);
    fonts->fonts[i] = copy;
  }
}

// One configuration for the process, never freed: fonts that Pango and cairo cache keep pointing into it.
FcConfig* shared_config() {
  static FcConfig* const config = [] {
    FcConfig* fresh = FcInitLoadConfigAndFonts();
    if (fresh == nullptr) return FcConfigReference(nullptr);
    for (const char* folder : fandol_folders) FcConfigAppFontAddDir(fresh, reinterpret_cast<const FcChar8*>(folder));
    mark_bold_faces(FcConfigGetFonts(fresh, FcSetSystem));
    mark_bold_faces(FcConfigGetFonts(fresh, FcSetApplication));
    return fresh;
  }();
  return config;
}

int count_fonts(FcConfig* config, FcPattern* pattern) {
  FcObjectSet* objects = FcObjectSetBuild(FC_FAMILY, nullptr);
  FcFontSet* found = FcFontList(config, pattern, objects);
  const int count = found == nullptr ? 0 : found->nfont;
  if (found != nullptr) FcFontSetDestroy(found);
  FcObjectSetDestroy(objects);
  FcPatternDestroy(pattern);
  return count;
}

bool is_installed(FcConfig* config, const Family& family) {
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family.name));
  if (family.bold) FcPatternAddInteger(pattern, FC_WEIGHT, FC_WEIGHT_BOLD);
  return count_fonts(config, pattern) > 0;
}

bool any_chinese(FcConfig* config) {
  FcPattern* pattern = FcPatternCreate();
  FcLangSet* languages = FcLangSetCreate();
  FcLangSetAdd(languages, reinterpret_cast<const FcChar8*>("zh-cn"));
  FcPatternAddLangSet(pattern, FC_LANG, languages);
  FcLangSetDestroy(languages);
  return count_fonts(config, pattern) > 0;
}

}  // namespace

void GObjectRelease::operator()(void* object) const {
  g_object_unref(object);
}

FontSet::FontSet() {
  FcConfig* config = shared_config();
  // PDF has no pixels: the map's resolution makes a Pango point a PDF point, and nothing is hinted or rounded.
  map_.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map_.get()), 72);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map_.get()), config);
  context_.reset(pango_font_map_create_context(map_.get()));
  pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
  pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);

  const bool chinese = any_chinese(config);
  for (std::size_t i = 0; i < roles().size(); ++i) {
    const Role& role = roles()[i];
    FontChoice choice{role.role, role.asked, {}, true, {}};
    std::string families;
    bool bold = false;
    for (const Family& family : role.families) {
      if (!is_installed(config, family)) continue;
      if (choice.chosen.empty()) {
        choice.chosen = family.name;
        choice.substituted = !family.own;
        bold = family.bold;
      }
      choice.chain.push_back(family.name);
      families += (families.empty() ? "" : ",") + std::string(family.name);
    }
    if (choice.chosen.empty() && chinese) choice.chosen = "Serif";  // whatever fontconfig finds for Chinese
    descriptions_[i].reset(pango_font_description_new());
    pango_font_description_set_family(descriptions_[i].get(), families.empty() ? "Serif" : families.c_str());
    if (bold) pango_font_description_set_weight(descriptions_[i].get(), PANGO_WEIGHT_BOLD);
    choices_.push_back(std::move(choice));
  }
}

}  // namespace jiheng::report
