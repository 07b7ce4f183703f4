#include "report/html_writer.h"

#include <algorithm>

#include "base/text.h"
#include "report/clean_text.h"
#include "report/html_style.h"

namespace jiheng::report {
namespace {

constexpr std::size_t piece_size = 64 * 1024;

std::string escaped(std::string_view text) {
  return escape_xml(clean_text(text));
}

// A link may lead to a file beside the report or to the web, nowhere else (javascript:, data: …).
bool is_safe_link(std::string_view link) {
  if (link.starts_with("http://") || link.starts_with("https://")) return true;
  if (link.starts_with("//") || link.starts_with("\\")) return false;
  const std::size_t stop = link.find_first_of(":/?#");
  return stop == std::string_view::npos || link[stop] != ':';
}

// Path segments may hold Chinese; what would end or change the address is percent-encoded.
std::string encode_path(std::string_view path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || c == '%' || c == '"' || c == '<' || c == '>' || c == '\\' || c == '`') {
      encoded += '%';
      encoded += digits[byte >> 4];
      encoded += digits[byte & 15];
    } else {
      encoded += c;
    }
  }
  return encoded;
}

std::string class_of(Align align) {
  switch (align) {
    case Align::left:
      return {};
    case Align::center:
      return " class=\"c\"";
    case Align::right:
      return " class=\"r\"";
  }
  return {};
}

void open_page(std::string& out, std::string_view title) {
  out +=
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  out += escaped(title);
  out += "</title>\n<style>\n";
}

class ReportHtml {
 public:
  explicit ReportHtml(const HtmlOptions& options) : options_(options) {}

  std::string write(const Document& document) {
    const std::string title = joined_title(document);
    open_page(out_, title.empty() ? document.unit : title);
    out_ += html_report_style;
    out_ += "</style>\n</head>\n<body>\n";
    if (options_.contents) contents(document);
    out_ += "<main class=\"sheet\">\n";
    if (!document.title.empty()) {
      out_ += "<h1 class=\"title\">";
      for (std::size_t i = 0; i < document.title.size(); ++i) {
        if (i > 0) out_ += "<br>";
        out_ += escaped(document.title[i]);
      }
      out_ += "</h1>\n";
    }
    if (!document.date_text.empty()) out_ += "<p class=\"date\">" + escaped(document.date_text) + "</p>\n";
    for (const std::string& note : document.status_notes) out_ += "<p class=\"status\">" + escaped(note) + "</p>\n";
    heading_ = 0;
    for (const Block& block : document.blocks) {
      std::visit([this](const auto& b) { add(b); }, block);
    }
    out_ += "</main>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void contents(const Document& document) {
    const bool any = std::any_of(document.blocks.begin(), document.blocks.end(),
                                 [](const Block& block) { return std::holds_alternative<Heading>(block); });
    if (!any) return;
    out_ += "<nav class=\"contents\" aria-label=\"目录\">\n<p>目录</p>\n<ul>\n";
    int number = 0;
    for (const Block& block : document.blocks) {
      const Heading* heading = std::get_if<Heading>(&block);
      if (heading == nullptr) continue;
      ++number;
      out_ += "<li class=\"l" + std::to_string(level_of(*heading)) + "\"><a href=\"#h" + std::to_string(number) +
              "\">" + escaped(heading->text) + "</a></li>\n";
    }
    out_ += "</ul>\n</nav>\n";
  }

  static int level_of(const Heading& heading) { return std::clamp(heading.level, 1, 4); }

  void runs(const Runs& runs) {
    for (const Run& run : runs) {
      if (run.bold) out_ += "<b>";
      if (run.is_figure()) {
        figure(run);
      } else {
        lines(run.text);
      }
      if (run.bold) out_ += "</b>";
    }
  }

  void figure(const Run& run) {
    std::string link = run.anchor;
    if (link.empty() || !is_safe_link(link)) link = options_.rows_folder + "/" + rows_file_name(run.measure);
    out_ += "<a href=\"" + escape_xml(encode_path(clean_text(link))) + "\" class=\"figure\"";
    if (!run.hint.empty()) out_ += " title=\"" + escaped(run.hint) + "\"";
    out_ += ">";
    lines(run.text);
    out_ += "</a>";
  }

  void lines(std::string_view text) {
    const std::string clean = escaped(text);
    for (const char c : clean) {
      if (c == '\n') {
        out_ += "<br>";
      } else {
        out_ += c;
      }
    }
  }

  void add(const Heading& heading) {
    const std::string tag = "h" + std::to_string(level_of(heading) + 1);
    out_ += "<" + tag + " id=\"h" + std::to_string(++heading_) + "\">" + escaped(heading.text) + "</" + tag + ">\n";
  }

  void add(const Paragraph& paragraph) {
    out_ += paragraph.indent ? "<p>" : "<p class=\"flush\">";
    runs(paragraph.runs);
    out_ += "</p>\n";
  }

  void add(const Note& note) {
    out_ += "<p class=\"note\">";
    runs(note.runs);
    out_ += "</p>\n";
  }

  void add(const PageBreak&) { out_ += "<div class=\"page-break\"></div>\n"; }

  void add(const Signature& signature) {
    out_ += "<div class=\"signature\"><div><p>" + escaped(signature.unit) + "</p><p>" + escaped(signature.date) +
            "</p></div></div>\n";
  }

  void add(const Table& table) {
    if (table.columns.empty()) return;
    static constexpr const char* types[] = {"normal", "small", "tiny"};
    out_ += std::string("<table class=\"") + types[static_cast<int>(table.type)] + "\">\n";
    if (!table.caption.empty()) out_ += "<caption>" + escaped(table.caption) + "</caption>\n";
    std::int64_t total = 0;
    for (const Column& column : table.columns) total += std::max(1, column.share);
    out_ += "<colgroup>";
    for (const Column& column : table.columns) {
      const std::int64_t thousandths = std::int64_t{1000} * std::max(1, column.share) / total;
      out_ +=
          "<col style=\"width:" + std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + "%\">";
    }
    out_ += "</colgroup>\n";
    if (!table.header.empty()) {
      out_ += "<thead>\n";
      rows(table, table.header, "th");
      out_ += "</thead>\n";
    }
    out_ += "<tbody>\n";
    rows(table, table.rows, "td");
    out_ += "</tbody>\n</table>\n";
  }

  void rows(const Table& table, const std::vector<Row>& rows, const std::string& tag) {
    const auto placed = place_cells(rows, static_cast<int>(table.columns.size()));
    if (!placed) return;  // refused by check() before
    auto next = placed->begin();
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
      out_ += "<tr>";
      for (; next != placed->end() && next->row == row; ++next) {
        const Cell& cell = *next->cell;
        out_ += "<" + tag + class_of(cell.align.value_or(table.columns[static_cast<std::size_t>(next->column)].align));
        if (cell.column_span > 1) out_ += " colspan=\"" + std::to_string(cell.column_span) + "\"";
        if (cell.row_span > 1) out_ += " rowspan=\"" + std::to_string(cell.row_span) + "\"";
        if (cell.shaded) out_ += " data-sum";
        out_ += ">";
        if (cell.bold) out_ += "<b>";
        runs(cell.runs);
        if (cell.bold) out_ += "</b>";
        out_ += "</" + tag + ">";
      }
      out_ += "</tr>\n";
    }
  }

  const HtmlOptions& options_;
  std::string out_;
  int heading_ = 0;
};

Status check_cells(const std::vector<std::string>& cells, std::size_t row) {
  for (const std::string& cell : cells) {
    const std::size_t position = find_invalid_utf8(cell);
    if (position != std::string::npos) {
      return fail("report.not-utf8", {{"where", "第" + std::to_string(row) + "行"}, {"position", position + 1}});
    }
  }
  return {};
}

void rows_head(std::string& out, const RowsPage& page) {
  open_page(out, page.title);
  out += html_rows_style;
  out += "</style>\n</head>\n<body>\n<header>\n";
  if (!page.back.empty() && is_safe_link(page.back)) {
    out += "<p class=\"back\"><a href=\"" + escape_xml(encode_path(clean_text(page.back))) + "\">← 返回报告</a></p>\n";
  }
  out += "<h1>" + escaped(page.title) + "</h1>\n";
  if (!page.value.empty()) out += "<p class=\"value\">" + escaped(page.value) + "</p>\n";
  if (!page.formula.empty()) out += "<p class=\"formula\">口径：" + escaped(page.formula) + "</p>\n";
  out += "</header>\n<table>\n<thead><tr><th class=\"n\">序号</th>";
  for (const RowsColumn& column : page.columns) {
    out += "<th" + class_of(column.align) + ">" + escaped(column.title) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
}

}  // namespace

Result<std::string> write_html(const Document& document, const HtmlOptions& options) {
  if (Status status = check(document); !status) return fail(status.error());
  return ReportHtml(options).write(document);
}

std::string rows_file_name(std::string_view measure) {
  std::string name;
  for (const char c : measure) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || (c == '.' && !name.empty());
    name += plain ? c : '_';
  }
  return name + ".html";
}

Result<RowsWriter> RowsWriter::start(const RowsPage& page, Sink sink) {
  std::vector<std::string> texts = {page.title, page.formula, page.value, page.back};
  for (const RowsColumn& column : page.columns) texts.push_back(column.title);
  if (Status status = check_cells(texts, 0); !status) return fail(status.error());

  RowsWriter writer(std::move(sink));
  rows_head(writer.pending_, page);
  for (const RowsColumn& column : page.columns) writer.openings_.push_back("<td" + class_of(column.align) + ">");
  return writer;
}

Status RowsWriter::add(const std::vector<std::string>& cells, std::string_view link) {
  ++count_;
  if (Status status = check_cells(cells, count_); !status) return status;
  const bool linked = !link.empty() && is_safe_link(link);
  pending_ += "<tr><td class=\"n\">" + std::to_string(count_) + "</td>";
  for (std::size_t i = 0; i < openings_.size(); ++i) {
    pending_ += openings_[i];
    if (i == 0 && linked) pending_ += "<a href=\"" + escape_xml(encode_path(clean_text(link))) + "\">";
    if (i < cells.size()) pending_ += escaped(cells[i]);
    if (i == 0 && linked) pending_ += "</a>";
    pending_ += "</td>";
  }
  pending_ += "</tr>\n";
  if (pending_.size() < piece_size) return {};
  Status status = sink_(pending_);
  pending_.clear();
  return status;
}

Status RowsWriter::finish() {
  pending_ += "</tbody>\n</table>\n<footer>共" + std::to_string(count_) + "条</footer>\n</body>\n</html>\n";
  return sink_(pending_);
}

}  // namespace jiheng::report
