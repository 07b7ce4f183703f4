#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/terminal.h"
#include "evaluate/evaluation.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct MeasureArguments {
  Subject subject;
  std::string name;
  bool rows = false;
  std::size_t limit = 50;
  bool limit_given = false;
};

json::value value_json(const pack::Measure& measure, const expr::Value& value) {
  if (value.is_null()) return nullptr;
  if (value.is_no_base()) return json::value("no-base");
  return json::value(measure::decimal_text(measure, value));
}

json::object measure_json(const pack::Library& library, const pack::Measure& measure, const expr::Value& value) {
  return json::object{{"measure", measure.id},
                      {"title", measure.title},
                      {"value", value_json(measure, value)},
                      {"unit", measure.unit},
                      {"formula", measure::formula_in_words(library, measure)}};
}

// Prints the rows behind a measure, register by register.
class RowsPrinter {
 public:
  explicit RowsPrinter(std::size_t limit) : limit_(limit) {}

  void add(const measure::EvidenceRow& row) {
    if (row.definition != definition_) start(*row.definition);
    if (++count_ > limit_ && limit_ != 0) return;
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.definition->fields.size(); ++i) {
      cells.push_back(
          ledger::cell_text(row.definition->fields[i], row.record.values[pack::Register::first_field_slot + i]));
    }
    table_->add(std::move(cells));
  }
  std::string finish() {
    flush();
    return std::move(text_);
  }

 private:
  void start(const pack::Register& definition) {
    flush();
    definition_ = &definition;
    count_ = 0;
    std::vector<TextTable::Column> columns;
    for (const auto& field : definition.fields) {
      columns.push_back({field.title, pack::is_numeric(field), 40});
    }
    table_.emplace(std::move(columns));
  }
  void flush() {
    if (definition_ == nullptr) return;
    text_ += "\n" + definition_->title + "，共 " + with_thousands(count_) + " 行";
    if (limit_ != 0 && count_ > limit_) text_ += "，显示前 " + with_thousands(limit_) + " 行（--limit 0 显示全部）";
    table_->drop_empty_columns();  // registers have many fields, and most units fill in some of them
    text_ += "：\n" + table_->to_string();
  }

  std::size_t limit_;
  std::size_t count_ = 0;
  const pack::Register* definition_ = nullptr;
  std::optional<TextTable> table_;
  std::string text_;
};

int print_all(const Globals& globals, const pack::Library& library, const measure::Figures& figures) {
  if (globals.json()) {
    json::array list;
    for (std::size_t i = 0; i < library.measures.size(); ++i) {
      list.push_back(measure_json(library, library.measures[i], figures[i]));
    }
    return print(globals, json::serialize(json::object{
                              {"unit", figures.unit_id()}, {"year", figures.year()}, {"measures", std::move(list)}}) +
                              "\n");
  }
  TextTable table({{"度量"}, {"名称", false, 40}, {"数值", true}, {"口径"}});
  for (std::size_t i = 0; i < library.measures.size(); ++i) {
    const auto& measure = library.measures[i];
    table.add({measure.id, measure.title, measure::display(measure, figures[i]),
               measure::formula_in_words(library, measure)});
  }
  return print(globals, table.to_string());
}

int print_one(const Globals& globals, Session& session, const measure::Figures& figures, const pack::Measure& measure,
              const MeasureArguments& arguments) {
  const pack::Library& library = *session.library;
  const auto index = static_cast<std::size_t>(&measure - library.measures.data());
  json::object object = measure_json(library, measure, figures[index]);
  std::string text = measure.title + "（" + measure.id + "）：" + measure::display(measure, figures[index]) +
                     "\n口径：" + measure::formula_in_words(library, measure) + "\n";
  if (!measure.note.empty()) text += "说明：" + measure.note + "\n";
  if (!measure.provenance.source.empty()) {
    const bool verified = measure.provenance.status == pack::Verification::verified;
    text += "依据：" + measure.provenance.source + (verified ? "" : "（未核实）") + "\n";
  }
  if (measure.formula) {
    json::array inputs;
    TextTable table({{"取自度量"}, {"名称"}, {"数值", true}});
    for (const int slot : measure.formula->slots()) {
      const auto& input = library.measures[static_cast<std::size_t>(slot)];
      const auto& value = figures[static_cast<std::size_t>(slot)];
      inputs.push_back(measure_json(library, input, value));
      table.add({input.id, input.title, measure::display(input, value)});
    }
    object["inputs"] = std::move(inputs);
    text += "\n" + table.to_string();
  }
  if (arguments.rows) {
    json::array rows;
    const bool json_output = globals.json();
    const std::size_t json_limit = arguments.limit_given ? arguments.limit : 0;
    RowsPrinter printer(arguments.limit);
    const auto status =
        measure::each_row(*session.database, library, figures, measure, [&](const measure::EvidenceRow& row) -> Status {
          if (!json_output) {
            printer.add(row);
            return {};
          }
          if (json_limit != 0 && rows.size() >= json_limit) return {};
          json::object cells{{"register", row.definition->id}};
          for (std::size_t i = 0; i < row.definition->fields.size(); ++i) {
            const auto& field = row.definition->fields[i];
            const auto& value = row.record.values[pack::Register::first_field_slot + i];
            cells[field.id] = value.is_null() ? json::value(nullptr) : json::value(ledger::cell_text(field, value));
          }
          rows.push_back(std::move(cells));
          return {};
        });
    if (!status) return report_error(globals, status.error());
    object["rows"] = std::move(rows);
    text += printer.finish();
  }
  return print(globals, globals.json() ? json::serialize(object) + "\n" : text);
}

int run_measure(Globals& globals, const MeasureArguments& arguments) {
  Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto figures =
      evaluate::read_figures(*session.database, *session.library, arguments.subject.unit, arguments.subject.year);
  if (!figures) return report_error(globals, figures.error());
  if (arguments.name.empty()) return print_all(globals, *session.library, *figures);
  const pack::Measure* measure = session.library->find_measure(arguments.name);
  if (measure == nullptr) return report_error(globals, make_error("cli.no-measure", {{"name", arguments.name}}));
  return print_one(globals, session, *figures, *measure, arguments);
}

}  // namespace

void add_measure(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("measure", "查看度量：数值、口径、背后的记录");
  command->footer(R"(
示例：
  jiheng measure 440118001 2022
  jiheng measure 440118001 2022 budget.execution_rate
  jiheng measure 440118001 2022 documents.total --rows --limit 10)");
  const auto arguments = std::make_shared<MeasureArguments>();
  add_subject(*command, arguments->subject);
  command->add_option("NAME", arguments->name, "度量的代号或名称；不写则列出全部");
  command->add_flag("--rows", arguments->rows, "列出背后的记录");
  const auto* limit =
      command
          ->add_option("--limit", arguments->limit, "每个台账最多列出多少行，0 为全部（text 默认 50，json 默认全部）")
          ->check(at_least(0))
          ->default_val(50);
  command->callback([&globals, arguments, limit] {
    arguments->limit_given = limit->count() > 0;
    globals.exit_code = run_measure(globals, *arguments);
  });
}

}  // namespace jiheng::cli
