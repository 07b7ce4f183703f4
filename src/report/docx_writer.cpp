#include "report/docx_writer.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"
#include "report/clean_text.h"
#include "report/docx_parts.h"
#include "report/zip_bytes.h"

namespace jiheng::report {
namespace {

constexpr std::size_t whole_table_rows = 10;  // a table no longer than this is not split
constexpr std::string_view keep_next = "<w:keepNext/>";

constexpr std::string_view cell_style(TableType type) {
  switch (type) {
    case TableType::normal:
      return "CellNormal";
    case TableType::small:
      return "CellSmall";
    case TableType::tiny:
      return "CellTiny";
  }
  return "CellNormal";
}

constexpr std::string_view justification(Align align) {
  switch (align) {
    case Align::left:
      return "left";
    case Align::center:
      return "center";
    case Align::right:
      return "right";
  }
  return "left";
}

class BodyWriter {
 public:
  std::string write(const Document& document) {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>";
    for (const std::string& line : document.title) paragraph("Title", {}, {text_run(line)});
    if (!document.date_text.empty()) paragraph("Subtitle", {}, {text_run(document.date_text)});
    for (const std::string& note : document.status_notes) {
      paragraph("Note", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>", {text_run(note)});
    }
    const bool has_head = !document.title.empty() || !document.date_text.empty() || !document.status_notes.empty();
    if (has_head) paragraph("Normal", {}, {});
    for (std::size_t i = 0; i < document.blocks.size(); ++i) {
      const bool signature_follows =
          i + 1 < document.blocks.size() && std::holds_alternative<Signature>(document.blocks[i + 1]);
      keep_ = signature_follows ? keep_next : "";
      std::visit([this](const auto& block) { add(block); }, document.blocks[i]);
    }
    out_ += docx_section;
    out_ += "</w:body></w:document>";
    return std::move(out_);
  }

 private:
  void runs(const Runs& runs, bool bold) {
    for (const Run& run : runs) {
      out_ += "<w:r>";
      // 仿宋 has no bold face; what is to stand out is set in 黑体.
      if (run.bold || bold) {
        out_ += "<w:rPr><w:rFonts w:ascii=\"黑体\" w:hAnsi=\"黑体\" w:eastAsia=\"黑体\"/></w:rPr>";
      }
      const std::string text = clean_text(run.text);
      for (std::size_t from = 0;;) {
        const std::size_t end = text.find('\n', from);
        out_ += "<w:t xml:space=\"preserve\">";
        out_ += escape_xml(std::string_view(text).substr(from, end == std::string::npos ? end : end - from));
        out_ += "</w:t>";
        if (end == std::string::npos) break;
        out_ += "<w:br/>";
        from = end + 1;
      }
      out_ += "</w:r>";
    }
  }

  // `properties`: further children of pPr, in the order of the schema (keepNext, spacing, ind, jc).
  void paragraph(std::string_view style, std::string_view properties, const Runs& text, bool bold = false) {
    out_ += "<w:p><w:pPr><w:pStyle w:val=\"";
    out_ += style;
    out_ += "\"/>";
    if (properties.starts_with(keep_next)) {
      out_ += keep_next;
      properties.remove_prefix(keep_next.size());
    }
    if (break_before_) out_ += "<w:pageBreakBefore/>";
    break_before_ = false;
    out_ += properties;
    out_ += "</w:pPr>";
    runs(text, bold);
    out_ += "</w:p>";
  }

  void add(const Heading& heading) {
    const std::string style = "Heading" + std::to_string(std::clamp(heading.level, 1, 4));
    paragraph(style, {}, {text_run(heading.text)});
  }

  void add(const Paragraph& block) { paragraph(block.indent ? "BodyText" : "Normal", keep_, block.runs); }
  void add(const Note& note) { paragraph("Note", keep_, note.runs); }
  // The next paragraph starts the page: a break of its own would leave an empty line at the top.
  void add(const PageBreak&) { break_before_ = !out_.ends_with("<w:body>"); }

  void add(const Signature& signature) {
    // Hundredths of a character from the right: the date four, the unit centred over it but at least two.
    const int date_width = static_cast<int>(display_width(signature.date)) * 50;
    const int unit_width = static_cast<int>(display_width(signature.unit)) * 50;
    const int unit_right = std::max(200, 400 + (date_width - unit_width) / 2);
    paragraph("Normal", keep_next, {});
    signature_line(signature.unit, unit_right, keep_next);
    signature_line(signature.date, 400, {});
  }

  void signature_line(const std::string& text, int right, std::string_view keep) {
    const int twips = right * 314 / 100;  // a character takes 15.7 pt
    paragraph("Normal",
              std::string(keep) + "<w:ind w:rightChars=\"" + std::to_string(right) + "\" w:right=\"" +
                  std::to_string(twips) + "\"/><w:jc w:val=\"right\"/>",
              {text_run(text)});
  }

  void add(const Table& table) {
    if (table.columns.empty()) return;
    if (!table.caption.empty()) {
      paragraph("Caption", {}, {text_run(table.caption)});
    } else if (break_before_) {
      paragraph("Normal", "<w:spacing w:line=\"100\" w:lineRule=\"exact\"/>", {});
    }
    std::int64_t total = 0;
    for (const Column& column : table.columns) total += std::max(1, column.share);
    widths_.clear();
    std::int64_t sum = 0;
    int edge = 0;
    for (const Column& column : table.columns) {
      sum += std::max(1, column.share);
      const int next = static_cast<int>(docx_area_width * sum / total);
      widths_.push_back(next - edge);
      edge = next;
    }
    out_ += "<w:tbl><w:tblPr><w:tblW w:w=\"" + std::to_string(docx_area_width) +
            "\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>";
    for (const char* side : {"top", "left", "bottom", "right"}) border(side, 8);  // eighths of a point: 1 pt = 0.35 mm
    border("insideH", 6);                                                         // 0.75 pt = 0.26 mm
    border("insideV", 6);
    out_ += "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>";
    for (int width : widths_) out_ += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
    out_ += "</w:tblGrid>";
    table_rows(table, table.header, true);
    table_rows(table, table.rows, false);
    if (table.header.empty() && table.rows.empty()) {  // a table has at least a row
      out_ += "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"" + std::to_string(widths_.size()) +
              "\"/></w:tcPr><w:p/></w:tc></w:tr>";
    }
    // A paragraph must part two tables; it is as low as Word allows.
    out_ += "</w:tbl><w:p><w:pPr><w:spacing w:line=\"100\" w:lineRule=\"exact\"/></w:pPr></w:p>";
  }

  void border(const char* side, int eighths) {
    out_ += std::string("<w:") + side + " w:val=\"single\" w:sz=\"" + std::to_string(eighths) +
            "\" w:space=\"0\" w:color=\"000000\"/>";
  }

  void table_rows(const Table& table, const std::vector<Row>& rows, bool header) {
    const auto placed = place_cells(rows, static_cast<int>(widths_.size()));
    if (!placed) return;  // refused by check() before
    // What stands at each column from above: the cell and how many rows it still covers.
    struct Reach {
      const Cell* cell = nullptr;
      int rows = 0;
    };
    std::vector<Reach> reaching(widths_.size());
    auto next = placed->begin();
    const int last = static_cast<int>(rows.size()) - 1;
    for (int row = 0; row <= last; ++row) {
      // The head stays with the first row; a short table stays whole.
      const bool stays = header || (rows.size() <= whole_table_rows && row < last);
      out_ += header ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
      for (std::size_t column = 0; column < widths_.size();) {
        Reach& reach = reaching[column];
        const Cell* cell = reach.cell;
        if (reach.rows > 0) {
          --reach.rows;
          open_cell(*cell, column, "<w:vMerge/>");
          paragraph(cell_style(table.type), {}, {});
        } else {
          cell = next->cell;
          ++next;
          reach = {cell, cell->row_span - 1};
          open_cell(*cell, column, cell->row_span > 1 ? "<w:vMerge w:val=\"restart\"/>" : "");
          const Align align = cell->align.value_or(table.columns[column].align);
          paragraph(
              cell_style(table.type),
              std::string(stays ? keep_next : keep_) + "<w:jc w:val=\"" + std::string(justification(align)) + "\"/>",
              cell->runs, header || cell->bold);
        }
        out_ += "</w:tc>";
        column += static_cast<std::size_t>(cell->column_span);
      }
      out_ += "</w:tr>";
    }
  }

  void open_cell(const Cell& cell, std::size_t column, std::string_view merge) {
    int width = 0;
    for (int i = 0; i < cell.column_span; ++i) width += widths_[column + static_cast<std::size_t>(i)];
    out_ += "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width) + "\" w:type=\"dxa\"/>";
    if (cell.column_span > 1) out_ += "<w:gridSpan w:val=\"" + std::to_string(cell.column_span) + "\"/>";
    out_ += merge;
    if (cell.shaded) out_ += "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EBEBEB\"/>";
    out_ += "<w:vAlign w:val=\"center\"/></w:tcPr>";
  }

  std::string out_;
  std::vector<int> widths_;    // of the table's columns, in twips
  std::string_view keep_;      // of the block being written: it stays with the signature that follows
  bool break_before_ = false;  // the next paragraph starts a page
};

std::string core_properties(const Document& document) {
  const std::string date = document.date.to_string() + "T00:00:00Z";  // never the clock: same document, same bytes
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>";
  out += escape_xml(clean_text(joined_title(document)));
  out += "</dc:title><dc:creator>";
  out += escape_xml(clean_text(document.unit));
  out += "</dc:creator><dcterms:created xsi:type=\"dcterms:W3CDTF\">" + date;
  out += "</dcterms:created><dcterms:modified xsi:type=\"dcterms:W3CDTF\">" + date;
  out += "</dcterms:modified></cp:coreProperties>";
  return out;
}

}  // namespace

Result<std::string> write_docx(const Document& document) {
  if (Status status = check(document); !status) return fail(status.error());
  const std::string body = BodyWriter().write(document);
  const std::string core = core_properties(document);
  return zip_bytes({{"[Content_Types].xml", docx_content_types},
                    {"_rels/.rels", docx_root_relations},
                    {"docProps/core.xml", core},
                    {"docProps/app.xml", docx_app},
                    {"word/document.xml", body},
                    {"word/_rels/document.xml.rels", docx_document_relations},
                    {"word/styles.xml", docx_styles},
                    {"word/settings.xml", docx_settings},
                    {"word/fontTable.xml", docx_font_table},
                    {"word/footer1.xml", docx_footer_odd},
                    {"word/footer2.xml", docx_footer_even}},
                   "DOCX");
}

}  // namespace jiheng::report
