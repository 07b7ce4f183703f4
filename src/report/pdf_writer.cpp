#include "report/pdf_writer.h"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <array>

#include "report/clean_text.h"
#include "report/font_set.h"
#include "report/page_layout.h"
#include "report/pdf_pages.h"

namespace jiheng::report {
namespace {

// The boundary to cairo, which takes points as double.
double points(int units) {
  return static_cast<double>(units) / units_per_point;
}

struct SurfaceRelease {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct CairoRelease {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using SurfacePtr = std::unique_ptr<cairo_surface_t, SurfaceRelease>;
using CairoPtr = std::unique_ptr<cairo_t, CairoRelease>;

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

constexpr int rule_thin = from_mm100(25);
constexpr int rule_heavy = from_mm100(35);

void set_metadata(cairo_surface_t* surface, const Document& document) {
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, clean_text(joined_title(document)).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, clean_text(document.unit).c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Jiheng");
  const std::string date = document.date.to_string() + "T00:00:00Z";  // never the clock: same document, same bytes
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date.c_str());
}

void draw_page(cairo_t* cairo, const PlacedPage& page) {
  cairo_set_source_rgb(cairo, 0.92, 0.92, 0.92);
  for (const PlacedShade& shade : page.shades) {
    cairo_rectangle(cairo, points(margin_left + shade.x), points(margin_top + shade.y), points(shade.width),
                    points(shade.height));
  }
  if (!page.shades.empty()) cairo_fill(cairo);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_SQUARE);
  for (bool heavy : {false, true}) {
    bool any = false;
    for (const PlacedRule& rule : page.rules) {
      if (rule.heavy != heavy) continue;
      cairo_move_to(cairo, points(margin_left + rule.x1), points(margin_top + rule.y1));
      cairo_line_to(cairo, points(margin_left + rule.x2), points(margin_top + rule.y2));
      any = true;
    }
    cairo_set_line_width(cairo, points(heavy ? rule_heavy : rule_thin));
    if (any) cairo_stroke(cairo);
  }
  for (const PlacedText& text : page.texts) {
    cairo_move_to(cairo, points(margin_left + text.x), points(margin_top + text.baseline));
    pango_cairo_show_layout_line(cairo, text.line);
  }
}

// 4号 half-width 宋体 between two 一字线, 7 mm below the type area; odd pages right, even left, one character in.
void draw_page_number(cairo_t* cairo, const FontSet& fonts, int number) {
  TextStyle style;
  style.face = Face::songti;
  style.size = size_number;
  style.width = area_width - 2 * size_number;
  style.align = number % 2 == 1 ? Align::right : Align::left;
  const TextBlock block(fonts, {text_run(fmt::format("— {} —", number))}, style);
  const TextLine& line = block.lines().front();
  const int dash_above_baseline = size_number * 38 / 100;
  cairo_move_to(cairo, points(margin_left + size_number + line.x),
                points(margin_top + area_height + page_number_drop + dash_above_baseline));
  pango_cairo_show_layout_line(cairo, line.line);
}

void add_outline(cairo_surface_t* surface, const std::vector<Bookmark>& bookmarks) {
  std::array<int, 5> parents = {CAIRO_PDF_OUTLINE_ROOT, 0, 0, 0, 0};  // the last entry of each level
  int depth = 0;
  for (const Bookmark& bookmark : bookmarks) {
    const int level = std::min(bookmark.level, depth + 1);  // a level that was skipped hangs on the last one there is
    const auto at = static_cast<std::size_t>(level);
    // Whole points: cairo parses the text, which must not depend on the locale's decimal sign.
    const std::string target = fmt::format("page={} pos=[{} {}]", bookmark.page + 1, margin_left / units_per_point,
                                           (margin_top + bookmark.y) / units_per_point);
    parents[at] = cairo_pdf_surface_add_outline(surface, parents[at - 1], clean_text(bookmark.text).c_str(),
                                                target.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
    depth = level;
  }
}

}  // namespace

struct PdfWriter::Impl {
  FontSet fonts;
};

PdfWriter::PdfWriter() : impl_(std::make_unique<Impl>()) {}
PdfWriter::~PdfWriter() = default;
PdfWriter::PdfWriter(PdfWriter&&) noexcept = default;
PdfWriter& PdfWriter::operator=(PdfWriter&&) noexcept = default;

const std::vector<FontChoice>& PdfWriter::font_report() const {
  return impl_->fonts.choices();
}

Result<std::string> PdfWriter::write(const Document& document) {
  if (Status status = check(document); !status) return fail(status.error());
  if (!impl_->fonts.has_chinese()) return fail("report.no-font");
  const Pages pages = lay_out_pages(impl_->fonts, document);

  std::string bytes;
  const SurfacePtr surface(
      cairo_pdf_surface_create_for_stream(append_bytes, &bytes, points(page_width), points(page_height)));
  set_metadata(surface.get(), document);
  add_outline(surface.get(), pages.bookmarks);
  const CairoPtr cairo(cairo_create(surface.get()));
  for (std::size_t i = 0; i < pages.pages.size(); ++i) {
    draw_page(cairo.get(), pages.pages[i]);
    draw_page_number(cairo.get(), impl_->fonts, static_cast<int>(i) + 1);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  for (cairo_status_t status : {cairo_status(cairo.get()), cairo_surface_status(surface.get())}) {
    if (status != CAIRO_STATUS_SUCCESS) {
      return fail("report.write-failed", {{"format", "PDF"}}, cairo_status_to_string(status));
    }
  }
  return bytes;
}

Result<std::string> write_pdf(const Document& document) {
  thread_local PdfWriter writer;
  return writer.write(document);
}

std::vector<FontChoice> font_report() {
  return PdfWriter().font_report();
}

}  // namespace jiheng::report
