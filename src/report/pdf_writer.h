// PDF in GB/T 9704-2012 layout, every body line on the 22-line grid of the page, fonts embedded and subset.
//
// A PdfWriter holds the fonts and their caches, which cost far more than a report: keep one and write many. The
// faces asked for by the standard are rarely installed, so each role has documented fallbacks (docs of font_report()).
// The same Document and the same installed fonts give the same bytes. Errors: report.not-utf8, report.bad-span,
// report.no-font (no Chinese font at all), report.write-failed.
// Thread-safety: a PdfWriter is used by one thread at a time; several PdfWriters may run on several threads.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "report/document.h"

namespace jiheng::report {

// Which installed family plays a role.
struct FontChoice {
  std::string role;                // 仿宋, 楷体, 黑体, 小标宋, 宋体
  std::string asked;               // the family the standard names
  std::string chosen;              // the family used; empty when no Chinese font is installed
  bool substituted = false;        // chosen is not the standard's own face
  std::vector<std::string> chain;  // every family in order, for glyphs the chosen one lacks
};

class PdfWriter {
 public:
  PdfWriter();
  ~PdfWriter();
  PdfWriter(PdfWriter&&) noexcept;
  PdfWriter& operator=(PdfWriter&&) noexcept;

  Result<std::string> write(const Document& document);
  // 仿宋: FangSong_GB2312, FangSong, FandolFang, Noto Serif CJK SC; 楷体: KaiTi_GB2312, KaiTi, FandolKai, LXGW WenKai,
  // Noto Serif CJK SC; 黑体: SimHei, FandolHei, Noto Sans CJK SC; 小标宋: FZXiaoBiaoSong-B05, 方正小标宋简体,
  // FandolSong bold, Noto Serif CJK SC bold; 宋体: SimSun, FandolSong, Noto Serif CJK SC.
  const std::vector<FontChoice>& font_report() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// With a PdfWriter kept per thread.
Result<std::string> write_pdf(const Document& document);
std::vector<FontChoice> font_report();

}  // namespace jiheng::report
