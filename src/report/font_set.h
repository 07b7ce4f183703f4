// FontSet: the faces of GB/T 9704 as far as this machine has them, ready for Pango.
//
// Every role names its face and documented fallbacks (pdf_writer.h); glyphs a face lacks come from the next one, last
// from any installed font. Fandol is looked for where TeX Live puts it, which fontconfig does not scan by itself.
// Internal to src/report. Thread-safety: one thread at a time; FontSets share only fontconfig's configuration, which
// is safe to share and never changed after it is built.
#pragma once

#include <pango/pango.h>

#include <array>
#include <memory>
#include <vector>

#include "report/pdf_writer.h"

namespace jiheng::report {

enum class Face { fangsong, kaiti, heiti, biaosong, songti };
inline constexpr std::size_t face_count = 5;

struct GObjectRelease {
  void operator()(void* object) const;
};
template <class T>
using GObjectPtr = std::unique_ptr<T, GObjectRelease>;

struct DescriptionRelease {
  void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
using DescriptionPtr = std::unique_ptr<PangoFontDescription, DescriptionRelease>;

class FontSet {
 public:
  FontSet();

  PangoContext* context() const { return context_.get(); }
  // With no size set.
  const PangoFontDescription* description(Face face) const {
    return descriptions_[static_cast<std::size_t>(face)].get();
  }
  const std::vector<FontChoice>& choices() const { return choices_; }
  bool has_chinese() const { return !choices_.front().chosen.empty(); }

 private:
  GObjectPtr<PangoFontMap> map_;
  GObjectPtr<PangoContext> context_;
  std::array<DescriptionPtr, face_count> descriptions_;
  std::vector<FontChoice> choices_;
};

}  // namespace jiheng::report
