// A small audit for the tests of the outputs, made by hand: two reports with pages, a table and findings of every
// severity, and a file that cannot be read.
#pragma once

#include <string>
#include <string_view>

#include "audit/auditor.h"
#include "base/text.h"

namespace jiheng::audit {

// Makes a document block by block. In a text, / is a line break of the file that is none of the text, and | the begin
// of a new page. In the file each block is indented by two full-width spaces and followed by an empty line.
class ReportMaker {
 public:
  explicit ReportMaker(std::string file, reading::Format format = reading::Format::text) {
    document_.file = std::move(file);
    document_.format = format;
  }

  ReportMaker& block(reading::BlockKind kind, std::string_view text,
                     reading::Marking marking = reading::Marking::none) {
    document_.original += U"　　";
    reading::Block block;
    block.kind = kind;
    block.marking = marking;
    block.span.begin = size();
    for (const char32_t c : to_code_points(text)) add(c);
    block.body = block.span.begin;
    block.span.end = size();
    block.page = static_cast<int>(document_.page_starts.size());
    block.table = kind == reading::BlockKind::cell ? static_cast<int>(document_.tables.size()) - 1 : -1;
    document_.text += U'\n';
    document_.source.push_back(static_cast<std::uint32_t>(document_.original.size()));
    document_.original += U"\n\n";
    document_.blocks.push_back(block);
    return *this;
  }
  ReportMaker& title(std::string_view text) { return block(reading::BlockKind::title, text); }
  ReportMaker& heading(std::string_view text) {
    return block(reading::BlockKind::heading, text, reading::Marking::chinese);
  }
  ReportMaker& paragraph(std::string_view text) { return block(reading::BlockKind::paragraph, text); }

  ReportMaker& table(const std::vector<std::vector<std::string>>& rows) {
    document_.tables.emplace_back();
    reading::Table table;
    table.rows = static_cast<int>(rows.size());
    table.span.begin = size();
    for (int row = 0; row < table.rows; ++row) {
      const auto& cells = rows[static_cast<std::size_t>(row)];
      table.columns = std::max(table.columns, static_cast<int>(cells.size()));
      for (int column = 0; column < static_cast<int>(cells.size()); ++column) {
        block(reading::BlockKind::cell, cells[static_cast<std::size_t>(column)]);
        reading::Cell cell;
        cell.span = document_.blocks.back().span;
        cell.row = row;
        cell.column = column;
        table.cells.push_back(cell);
        table.span.end = cell.span.end;
      }
    }
    document_.tables.back() = table;
    return *this;
  }

  reading::Document done() {
    document_.source.push_back(static_cast<std::uint32_t>(document_.original.size()));
    return std::move(document_);
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(document_.text.size()); }

  void add(char32_t c) {
    if (c == U'/') {
      document_.original += U'\n';
    } else if (c == U'|') {
      document_.page_starts.push_back(static_cast<std::uint32_t>(document_.original.size()));
    } else {
      document_.source.push_back(static_cast<std::uint32_t>(document_.original.size()));
      document_.original += c;
      document_.text += c;
    }
  }

  reading::Document document_;
};

// Where `words` stand in a document of the audit, the `nth` time from 0; empty words: nothing at the document's begin.
inline Evidence evidence_at(const std::vector<reading::Document>& documents, std::size_t document,
                            std::string_view words, int nth = 0) {
  const std::u32string wanted = to_code_points(words);
  std::size_t at = documents[document].text.find(wanted);
  for (; nth > 0; --nth) at = documents[document].text.find(wanted, at + 1);
  return {document, {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + wanted.size())}};
}

inline pack::RuleSet small_rules() {
  pack::RuleSet set;
  set.id = "rules-small";
  set.version = "1.0";
  const auto add = [&](const char* id, Severity severity, const char* title, const char* explanation,
                       const char* source, bool verified) {
    pack::AuditRule rule;
    rule.id = id;
    rule.severity = severity;
    rule.title = title;
    rule.explanation = explanation;
    rule.source = source;
    rule.verified = verified;
    set.rules.push_back(rule);
  };
  add("ratio", Severity::error, "比率与分子分母不符", "所列比率不能由同处的分子和分母得出。", "算术", true);
  add("missing.score", Severity::error, "缺少自评得分", "报告没有写出自评得分。", "自评办法", false);
  add("score.no-evidence", Severity::warning, "满分而无依据", "", "", true);
  add("copy.across", Severity::warning, "跨文件雷同", "两份报告的文字雷同。", "", true);
  add("coincidence", Severity::info, "数字巧合", "数字与年度相同。", "", true);
  return set;
}

inline std::vector<reading::Document> small_documents() {
  std::vector<reading::Document> documents;
  documents.push_back(ReportMaker("甲局 报告.txt")
                          .title("|2023年度甲局部门整体支出绩效自评报告")
                          .heading("一、预算执行情况")
                          .paragraph("全年预算3,392.15万元，支出3,229.13万元，/支出率99.60%。全年办结建议2023件。")
                          .paragraph("持续优化营商环境，|群众满意度不断提升。")
                          .table({{"指标", "满分", "得分", "完成值"}, {"服务满意度", "10", "10", "好"}})
                          .done());
  documents.push_back(ReportMaker("b/乙局.docx", reading::Format::docx)
                          .title("2023年度乙局部门整体支出绩效自评报告")
                          .paragraph("持续优化营商环境，群众满意度不断提升。")
                          .done());
  return documents;
}

inline Finding finding(const char* rule, Severity severity, const char* message, std::vector<Evidence> evidence) {
  Finding made;
  made.rule = rule;
  made.severity = severity;
  made.message = message;
  made.evidence = std::move(evidence);
  return made;
}

inline Audit small_audit() {
  const std::vector<reading::Document> documents = small_documents();
  const auto at = [&](std::size_t document, const char* words) { return evidence_at(documents, document, words); };
  Audit audit;
  audit.files.resize(3);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    audit.files[i].file = documents[i].file;
    audit.files[i].document = documents[i];
    audit.files[i].outline.title = documents[i].view(documents[i].blocks[0].span);
    audit.files[i].outline.year = 2023;
  }
  AuditedFile& first = audit.files[0];
  first.outline.unit = U"甲局";
  first.figures = 6;
  first.claims.push_back({Relation::ratio,
                          false,
                          {"3,229.13万元", "3,392.15万元", "99.60%"},
                          "",
                          {at(0, "99.60%"), at(0, "3,229.13万元")}});
  first.claims.push_back({Relation::dates, true, {"2023"}, "按题目的年度", {}});
  first.tested = {{Relation::ratio, 1}, {Relation::dates, 1}};
  Finding ratio = finding("ratio", Severity::error, "“99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%",
                          {at(0, "99.60%"), at(0, "3,229.13万元"), at(0, "3,392.15万元")});
  ratio.stated = "99.60%";
  ratio.expected = "95.19%";
  ratio.difference = "4.41个百分点";
  first.findings.push_back(ratio);
  first.findings.push_back(
      finding("coincidence", Severity::info, "“2023件”与年度2023相同，请核对是否误填", {at(0, "2023件")}));
  first.findings.push_back(
      finding("copy.across", Severity::warning, "与“乙局.docx”有19个字雷同",
              {at(0, "持续优化营商环境，群众满意度不断提升"), at(1, "持续优化营商环境，群众满意度不断提升")}));
  Evidence full = at(0, "10");  // the second 10: the score
  full.span = documents[0].tables[0].cells[6].span;
  first.findings.push_back(finding("score.no-evidence", Severity::warning, "“服务满意度”得满分，而完成值“好”不是数值",
                                   {full, {0, documents[0].tables[0].cells[7].span}}));
  AuditedFile& second = audit.files[1];
  second.figures = 1;
  second.findings.push_back(finding("missing.score", Severity::error, "没有写出自评得分", {{1, {0, 0}}}));
  second.accepted = 1;
  audit.files[2].file = "c.pdf";
  audit.files[2].error = Error{"reading.encrypted", "“c.pdf”有密码，无法读取", "poppler: password"};
  audit.errors = 2;
  audit.warnings = 2;
  audit.infos = 1;
  audit.unreadable = true;
  return audit;
}

// An audit of one clean report.
inline Audit clean_audit() {
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "好.txt";
  audit.files[0].document = ReportMaker("好.txt").title("2024年度丙局绩效自评报告").paragraph("得分95分。").done();
  audit.files[0].outline.title = U"2024年度丙局绩效自评报告";
  audit.files[0].figures = 1;
  return audit;
}

// JSON with each object of a list on a line of its own, to be read in a test.
inline std::string in_lines(std::string_view json) {
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    out += json[i];
    if ((json[i] == ',' || json[i] == '[') && json.substr(i + 1, 2) == "{\"") out += '\n';
  }
  return out;
}

// A report whose every text attacks who reads it.
inline Audit hostile_audit() {
  static constexpr const char* attack =
      "</p></mark><script>alert(1)</script><img src=x onerror=alert(2)>\" ' & =cmd! \x1b[31m \xE2\x80\xAE"
      "@{0} [点这里](http://example.test) \x01";
  Audit audit;
  audit.files.resize(1);
  AuditedFile& file = audit.files[0];
  ReportMaker maker(std::string("<b>") + attack + ".txt");
  maker.title("标题<script>").table({{attack, "=1+1"}}).paragraph(attack);
  file.document = maker.done();
  file.file = file.document.file;
  file.outline.title = to_code_points(attack);
  file.outline.unit = file.outline.title;
  const auto size = static_cast<std::uint32_t>(file.document.text.size());
  Finding made = finding("ratio\"><script>", Severity::error, attack, {{0, {0, size}}, {0, {3, 9}}, {9, {0, 5}}});
  made.stated = made.expected = made.difference = "=HYPERLINK(\"http://example.test\")";
  file.findings.push_back(made);
  file.claims.push_back({Relation::sum, true, {attack}, attack, made.evidence});
  file.tested = {{Relation::sum, 1}};
  audit.errors = 1;
  return audit;
}

}  // namespace jiheng::audit
