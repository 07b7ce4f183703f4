#include "evaluate/rows_pages.h"

#include <set>

#include "base/output_file.h"
#include "report/html_writer.h"

namespace jiheng::evaluate {
namespace {

class Citations {
 public:
  explicit Citations(const pack::Library& library) : library_(library) {}

  void add(const pack::Measure& measure) {
    const auto index = static_cast<std::size_t>(&measure - library_.measures.data());
    if (!cited_.insert(index).second || !measure.formula) return;
    for (const int slot : measure.formula->slots()) add(library_.measures[static_cast<std::size_t>(slot)]);
  }
  void add(const report::Runs& runs) {
    for (const auto& run : runs) {
      if (const auto* measure = run.is_figure() ? library_.find_measure(run.measure) : nullptr) add(*measure);
    }
  }
  void add(const std::vector<report::Row>& rows) {
    for (const auto& row : rows) {
      for (const auto& cell : row) add(cell.runs);
    }
  }
  std::vector<const pack::Measure*> list() const {
    std::vector<const pack::Measure*> measures;
    for (const auto index : cited_) measures.push_back(&library_.measures[index]);
    return measures;
  }

 private:
  const pack::Library& library_;
  std::set<std::size_t> cited_;
};

report::RowsPage page_of(const Telling& telling, const pack::Measure& measure, const std::string& back) {
  report::RowsPage page;
  page.title = measure.title;
  page.formula = measure::formula_in_words(telling.library(), measure);
  page.value = measure::display(measure, telling.value_of(measure));
  page.back = back;
  return page;
}

Status write_records(store::Database& database, const Telling& telling, const pack::Measure& measure,
                     report::RowsPage page, const report::Sink& sink) {
  const pack::Register& definition = *telling.library().find_register(measure.over);
  const auto& figures = telling.figures();
  const auto fields = ledger::fields_in_use(database, definition, figures.unit_id(), figures.year());
  if (!fields) return fail(fields.error());
  for (const std::size_t i : *fields) {
    const pack::Field& field = definition.fields[i];
    std::string title = field.title;
    if (field.type == pack::FieldType::money) title += "（" + std::string(jiheng::title(field.unit)) + "）";
    page.columns.push_back({std::move(title), pack::is_numeric(field) ? report::Align::right : report::Align::left});
  }
  auto writer = report::RowsWriter::start(page, sink);
  if (!writer) return fail(writer.error());
  const auto status =
      measure::each_row(database, telling.library(), figures, measure, [&](const measure::EvidenceRow& row) {
        std::vector<std::string> cells;
        for (const std::size_t i : *fields) {
          cells.push_back(
              ledger::cell_text(definition.fields[i], row.record.values[pack::Register::first_field_slot + i]));
        }
        return writer->add(cells);
      });
  if (!status) return status;
  return writer->finish();
}

Status write_inputs(const Telling& telling, const pack::Measure& measure, report::RowsPage page,
                    const report::Sink& sink) {
  page.columns = {{"度量"}, {"数值", report::Align::right}, {"口径"}};
  auto writer = report::RowsWriter::start(page, sink);
  if (!writer) return fail(writer.error());
  for (const int slot : measure.formula->slots()) {
    const pack::Measure& input = telling.library().measures[static_cast<std::size_t>(slot)];
    const auto status = writer->add({input.title, measure::display(input, telling.value_of(input)),
                                     measure::formula_in_words(telling.library(), input)},
                                    report::rows_file_name(input.id));
    if (!status) return status;
  }
  return writer->finish();
}

}  // namespace

std::vector<const pack::Measure*> cited_measures(const Telling& telling, const report::Document& document) {
  Citations citations(telling.library());
  for (const auto& block : document.blocks) {
    if (const auto* paragraph = std::get_if<report::Paragraph>(&block)) citations.add(paragraph->runs);
    if (const auto* note = std::get_if<report::Note>(&block)) citations.add(note->runs);
    if (const auto* table = std::get_if<report::Table>(&block)) citations.add(table->rows);
  }
  for (const auto& item : telling.scorecard().items) {
    for (const auto& input : item.inputs) citations.add(*input.measure);
  }
  return citations.list();
}

Status write_rows_pages(store::Database& database, const Telling& telling,
                        const std::vector<const pack::Measure*>& measures, const std::filesystem::path& folder,
                        const std::string& back, const std::function<void(int done)>& progress) {
  if (auto status = make_folder(folder); !status) return status;
  int done = 0;
  for (const pack::Measure* measure : measures) {
    report::RowsPage page = page_of(telling, *measure, back);
    auto file = OutputFile::create(folder / report::rows_file_name(measure->id));
    if (!file) return fail(file.error());
    const report::Sink sink = [&](std::string_view piece) { return file->write(piece); };
    const auto written = measure->formula ? write_inputs(telling, *measure, std::move(page), sink)
                                          : write_records(database, telling, *measure, std::move(page), sink);
    if (!written) return written;
    if (auto status = file->commit(); !status) return status;
    progress(++done);
  }
  return {};
}

}  // namespace jiheng::evaluate
