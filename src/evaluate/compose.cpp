#include "evaluate/compose.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "evaluate/view.h"
#include "ledger/records.h"
#include "pack/load.h"
#include "report/scorecard_view.h"

namespace jiheng::evaluate {
namespace {

using expr::Value;

// A value of a record by its field's id; null when the register has no such field.
Value field_value(const pack::Register& definition, const ledger::Record& record, std::string_view field) {
  const auto slot = definition.scope.find(field);
  return slot ? record.values[static_cast<std::size_t>(*slot)] : Value();
}

std::string field_text(const pack::Register& definition, const ledger::Record& record, std::string_view field) {
  const pack::Field* found = definition.find_field(field);
  return found ? ledger::cell_text(*found, field_value(definition, record, field)) : std::string();
}

// A decimal as people write it: 6000.0000 → 6,000.
std::string plain(const std::string& decimal) {
  const auto value = Decimal::parse(decimal);
  return value ? with_thousands(value->normalized().to_string()) : decimal;
}

struct Narrative {
  std::int64_t order = 0;
  std::string title;
  std::string body;
};

using Narratives = std::map<std::string, std::vector<Narrative>>;  // by section

Result<Narratives> read_narratives(store::Database& database, const Telling& telling) {
  Narratives narratives;
  const pack::Register* definition = telling.library().find_register("narratives");
  if (definition == nullptr) return narratives;
  const auto status = ledger::each_record(
      database, *definition, telling.figures().unit_id(), telling.figures().year(), "",
      [&](const ledger::Record& record) -> Status {
        const Value order = field_value(*definition, record, "order_no");
        Narrative narrative;
        if (order.kind() == Value::Kind::number) {
          narrative.order = static_cast<std::int64_t>(order.number().rounded(0, Rounding::truncate).coefficient());
        }
        narrative.title = field_text(*definition, record, "title");
        narrative.body = field_text(*definition, record, "body");
        narratives[field_text(*definition, record, "section")].push_back(std::move(narrative));
        return {};
      });
  if (!status) return fail(status.error());
  for (auto& [section, passages] : narratives) {
    std::stable_sort(passages.begin(), passages.end(),
                     [](const Narrative& a, const Narrative& b) { return a.order < b.order; });
  }
  return narratives;
}

// The table of goals: every row behind the items that share their points among rows.
class GoalsTable {
 public:
  GoalsTable(store::Database& database, const Telling& telling) : database_(database), telling_(telling) {}

  Result<report::Table> build() {
    table_.caption = "绩效目标完成情况表";
    table_.type = report::TableType::small;
    table_.columns = {{7, report::Align::center}, {17, report::Align::left}, {12, report::Align::center},
                      {11, report::Align::right}, {6, report::Align::right}, {6, report::Align::right},
                      {17, report::Align::left}};
    report::Row head;
    for (const char* title : {"类别", "绩效指标", "目标值", "完成值", "权重", "得分", "偏差原因及改进措施"}) {
      head.push_back(report::text_cell(title, true));
      head.back().align = report::Align::center;
    }
    table_.header.push_back(std::move(head));
    for (const auto& item : telling_.scorecard().rubric->items) {
      if (!item.rows) continue;
      if (auto status = add_rows(item); !status) return fail(status.error());
    }
    return std::move(table_);
  }

 private:
  Status add_rows(const pack::Item& item) {
    const pack::Measure* measure = telling_.library().find_measure(item.rows->measure);
    return measure::each_row(database_, telling_.library(), telling_.figures(), *measure,
                             [&](const measure::EvidenceRow& row) { return add_row(item, row); });
  }

  Status add_row(const pack::Item& item, const measure::EvidenceRow& row) {
    const auto text = [&](std::string_view field) { return field_text(*row.definition, row.record, field); };
    const auto full = item.rows->full.evaluate(row.record.values, {&telling_.library().calendar});
    if (!full) return fail(full.error());
    const std::string direction = text("direction");
    const std::string level = text("level");
    const bool qualitative = !level.empty();
    report::Row cells;
    cells.push_back(report::text_cell(text("category")));
    cells.push_back(report::text_cell(text("name")));
    cells.push_back(report::text_cell(qualitative ? direction : direction + plain(text("target")) + text("unit")));
    cells.push_back(qualitative ? report::text_cell(level) : actual_cell(row));
    cells.push_back(report::text_cell(number_text(*full)));
    cells.push_back(report::text_cell(number_text(row.contribution)));
    cells.push_back(report::text_cell(text("reason")));
    table_.rows.push_back(std::move(cells));
    return {};
  }

  // A result that is counted is a live figure; one that was typed is text.
  report::Cell actual_cell(const measure::EvidenceRow& row) const {
    report::Cell cell;
    if (const auto* measure = telling_.library().find_measure(field_text(*row.definition, row.record, "measure"))) {
      cell.runs.push_back(telling_.figure(*measure));
    } else {
      cell = report::text_cell(plain(field_text(*row.definition, row.record, "actual")) +
                               field_text(*row.definition, row.record, "unit"));
    }
    return cell;
  }

  std::string number_text(const Value& value) const {
    if (value.kind() != Value::Kind::number) return "——";
    return telling_.score_text(value.number().rounded(telling_.scorecard().rubric->decimals, Rounding::half_up));
  }

  store::Database& database_;
  const Telling& telling_;
  report::Table table_;
};

class Composer {
 public:
  Composer(store::Database& database, const Telling& telling, const pack::ReportTemplate& report_template,
           std::optional<Date> date)
      : database_(database), telling_(telling), template_(report_template), date_(date) {}

  Result<report::Document> run() {
    auto title = telling_.fill_plain(template_.heading);
    if (!title) return fail(title.error());
    auto narratives = read_narratives(database_, telling_);
    if (!narratives) return fail(narratives.error());
    narratives_ = std::move(*narratives);

    const int year = telling_.figures().year();
    document_.title = split(*title, '\n');
    document_.unit = telling_.unit_name();
    document_.year = year;
    document_.date = metadata_date(date_, year);
    if (!telling_.verification_mark().empty()) {
      document_.status_notes.push_back("说明：标“（未核实）”的得分，以财政部门正式下达的指标表为准。");
    }
    for (const auto& block : template_.blocks) {
      if (auto status = add(block); !status) return fail(status.error());
    }
    return std::move(document_);
  }

 private:
  Status add(const pack::Block& block) {
    if (block.when) {
      const auto holds = block.when->evaluate(telling_.figures().values(), {&telling_.library().calendar});
      if (!holds) return fail(holds.error());
      if (holds->kind() != Value::Kind::boolean || !holds->boolean()) return {};
    }
    switch (block.kind) {
      case pack::BlockKind::heading: {
        auto text = telling_.fill_plain(block.text);
        if (!text) return fail(text.error());
        push(report::Heading{block.level, std::move(*text)});
        return {};
      }
      case pack::BlockKind::paragraph:
        return add_paragraph(block.text, block.indent);
      case pack::BlockKind::narrative:
        return add_narratives(block.section);
      case pack::BlockKind::scores:
        add_scores(block.section);
        return {};
      case pack::BlockKind::lost:
        add_lost();
        return {};
      case pack::BlockKind::scorecard:
        push(report::scorecard_table(scorecard_view(telling_, document_.date)));
        return {};
      case pack::BlockKind::goals: {
        auto table = GoalsTable(database_, telling_).build();
        if (!table) return fail(table.error());
        push(std::move(*table));
        return {};
      }
      case pack::BlockKind::page_break:
        push(report::PageBreak{});
        return {};
      case pack::BlockKind::signature:
        push(report::Signature{telling_.unit_name(), date_ ? date_->to_chinese() : blank_date()});
        return {};
    }
    return {};
  }

  Status add_paragraph(const pack::TextTemplate& text, bool indent = true) {
    auto runs = telling_.fill(text);
    if (!runs) return fail(runs.error());
    push(report::Paragraph{std::move(*runs), indent});
    return {};
  }

  Status add_narratives(const std::string& section) {
    const auto found = narratives_.find(section);
    if (found == narratives_.end()) return {};
    int number = 0;
    for (const auto& narrative : found->second) {
      if (!narrative.title.empty()) {
        push(report::Heading{3, report::heading_number(3, ++number) + narrative.title});
      }
      for (const auto& line : split(narrative.body, '\n')) {
        if (trim(line).empty()) continue;
        auto text = pack::parse_template(trim(line));
        if (!text) return fail(text.error());
        if (auto status = add_paragraph(*text); !status) return status;
      }
    }
    return {};
  }

  // Items of a group and of the groups below it, each a line.
  void add_scores(const std::string& group) {
    std::vector<const score::ItemScore*> items;
    for (const auto& item : telling_.scorecard().items) {
      if (belongs(item.item->group, group)) items.push_back(&item);
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool last = i + 1 == items.size();
      report::Runs runs;
      runs.push_back(report::text_run(report::heading_number(4, static_cast<int>(i) + 1) + items[i]->item->title +
                                      "得" + telling_.score_text(items[i]->score) + "分" +
                                      telling_.verification_mark() + (last ? "。" : "；")));
      push(report::Paragraph{std::move(runs)});
    }
  }

  bool belongs(std::string_view group, std::string_view ancestor) const {
    while (!group.empty()) {
      if (group == ancestor) return true;
      std::string_view parent;
      for (const auto& candidate : telling_.scorecard().rubric->groups) {
        if (candidate.id == group) parent = candidate.parent;
      }
      group = parent;
    }
    return false;
  }

  void add_lost() {
    for (const auto& item : telling_.scorecard().items) {
      if (item.lost.sign() <= 0) continue;
      report::Runs runs{report::text_run("“" + item.item->title + "”失" + telling_.score_text(item.lost) + "分：")};
      const report::Runs reason = telling_.reason(item);
      runs.insert(runs.end(), reason.begin(), reason.end());
      if (!item.why.ends_with("。")) runs.push_back(report::text_run("。"));
      push(report::Paragraph{std::move(runs)});
    }
  }

  // A report is dated in the year after the one it reports on; month and day are written in when it is signed.
  std::string blank_date() const { return std::to_string(telling_.figures().year() + 1) + "年　月　日"; }

  void push(report::Block block) { document_.blocks.push_back(std::move(block)); }

  store::Database& database_;
  const Telling& telling_;
  const pack::ReportTemplate& template_;
  std::optional<Date> date_;
  Narratives narratives_;
  report::Document document_;
};

}  // namespace

Result<std::string> unit_name(store::Database& database, const pack::Library& library, std::string_view unit_id,
                              int year) {
  std::string name(unit_id);
  const pack::Register* units = library.find_register("units");
  if (units == nullptr) return name;
  const auto status = ledger::each_record(database, *units, unit_id, year, "", [&](const ledger::Record& record) {
    const std::string found = field_text(*units, record, "name");
    if (!found.empty()) name = found;
    return Status();
  });
  if (!status) return fail(status.error());
  return name;
}

Date metadata_date(const std::optional<Date>& date, int year) {
  return date ? *date : Date::from_ymd(year, 12, 31).value();
}

Result<report::Document> compose(store::Database& database, const Telling& telling,
                                 const pack::ReportTemplate& report_template, std::optional<Date> date) {
  return Composer(database, telling, report_template, date).run();
}

}  // namespace jiheng::evaluate
