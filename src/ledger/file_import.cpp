#include "ledger/file_import.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "ledger/index_pause.h"
#include "ledger/stored_row.h"
#include "store/schema.h"

namespace jiheng::ledger {
namespace {

constexpr std::size_t batches_held = 8;  // by the writer, until their keys are known to be free
constexpr std::size_t batches_under_way = 6;
constexpr std::size_t pending_before_asking = 10'000;
constexpr std::size_t most_pending = 100'000;
constexpr std::chrono::milliseconds progress_interval(200);

// Collects what the parser finds into batches for the writer.
class BatchSink final : public RowSink {
 public:
  BatchSink(BatchPipe& pipe, const TableShape& shape, std::size_t error_limit, const EntryMaker& entries)
      : pipe_(pipe), shape_(shape), limit_(error_limit), entries_(entries), batch_(pipe.take_spare()) {}

  Arena& arena() override { return batch_->arena; }
  bool wants_errors() const override { return listed_ < limit_; }
  void error(RowError error) override {
    ++listed_;
    batch_->errors.push_back(std::move(error));
    uncounted_error();
  }
  void uncounted_error() override {
    if (batch_) ++batch_->error_count;
  }
  bool row(const ParsedRow& row) override {
    if (row.good) {
      batch_->cells.insert(batch_->cells.end(), row.cells.begin(), row.cells.end());
      batch_->lines.push_back(row.line);
      batch_->entries.push_back(batch_->arena.copy(entries_.entry(row.cells)));
    } else if (row.key_intact && bad_keys_ < limit_) {
      ++bad_keys_;
      batch_->bad_keys.push_back({key_bytes(shape_, row.cells), row.line});
    } else {
      batch_->bad_keys_complete = false;
    }
    rows_.store(++row_count_, std::memory_order_relaxed);
    if (!batch_->full()) return true;
    pipe_.put_full(std::move(batch_));
    batch_ = pipe_.take_spare();
    return batch_ != nullptr;
  }
  void finish() {
    if (batch_) pipe_.put_full(std::move(batch_));
  }
  std::uint64_t rows() const { return rows_.load(std::memory_order_relaxed); }  // from any thread

 private:
  BatchPipe& pipe_;
  const TableShape& shape_;
  std::size_t limit_;
  const EntryMaker& entries_;
  std::unique_ptr<Batch> batch_;
  std::size_t listed_ = 0;
  std::size_t bad_keys_ = 0;
  std::uint64_t row_count_ = 0;
  std::atomic<std::uint64_t> rows_ = 0;
};

// What the reading thread leaves behind when it has ended.
struct Reading {
  Status status;
  bool readable = false;
  std::uint64_t rows = 0;
  std::uint64_t blank_rows = 0;
  std::uint64_t rows_without_calendar = 0;
  std::string sha256;
  std::optional<Layout> layout;
};

// key_bytes of the record a reference names.
std::string key_bytes_of(const Reference& reference) {
  std::string out = std::to_string(reference.unit_id.size());
  out.append(":").append(reference.unit_id).append(std::to_string(reference.year)).append(";");
  return out.append(std::to_string(reference.key.size())).append(":").append(reference.key);
}

RowError missing_reference(const PlannedFile& file, std::uint64_t line, const Reference& reference) {
  const pack::Field& field = file.definition->fields[static_cast<std::size_t>(reference.field->field)];
  return {file.name,
          line,
          field.title,
          "import.missing-reference",
          shortened(reference.key),
          reference.field->target->title};
}

class FileImport {
 public:
  FileImport(ImportState& state, PlannedFile& file)
      : state_(state),
        file_(file),
        own_(state.registers[file.definition]),
        shape_(*file.definition),
        columns_(row_columns(*file.definition)),
        key_(store::key_columns(*file.definition)),
        references_(reference_fields(*file.definition, state.library)),
        duplicates_(state.options.error_limit),
        pipe_(batches_held + batches_under_way) {}

  Status run();

 private:
  struct AddedRow {
    const Batch* batch;
    std::size_t row;
  };

  Status write();
  Status take(Batch& batch);
  Status enter_scopes(const Batch& batch);
  Status enter_scope(std::string_view unit_id, int year, std::uint64_t rows);
  Status check_references(const Batch& batch);
  Status judge(const Reference& reference, std::uint64_t line);
  Status flush();
  Status find_duplicates();
  void report_progress(bool always);
  std::span<const store::Cell> cells(const Batch& batch, std::size_t row) const {
    return std::span(batch.cells).subspan(row * shape_.width, shape_.width);
  }

  ImportState& state_;
  PlannedFile& file_;
  RegisterState& own_;
  TableShape shape_;
  std::vector<std::string> columns_;
  std::vector<std::string> key_;
  std::vector<ReferenceField> references_;
  DuplicateFinder duplicates_;
  std::size_t reference_errors_ = 0;

  BatchPipe pipe_;
  std::atomic<std::uint64_t> bytes_done_ = 0;
  const BatchSink* sink_ = nullptr;
  std::chrono::steady_clock::time_point last_progress_{};

  std::unique_ptr<store::BulkInsert> bulk_;
  std::vector<std::unique_ptr<Batch>> held_;  // their rows are inserted, but maybe not yet free of conflicts
  std::vector<AddedRow> added_;               // since bulk_ was begun
};

Status FileImport::run() {
  const EntryMaker entries(*file_.definition, file_.name, state_.options.act);
  BatchSink sink(pipe_, shape_, state_.options.error_limit, entries);
  sink_ = &sink;
  IndexPause pause;
  if (Status status = pause.begin(state_.database, *file_.definition, file_.records->size()); !status) return status;
  Reading reading;
  Status written;
  {
    std::jthread reader([&] {
      try {
        FileRows rows(*file_.definition, state_.library, state_.options, file_.name, file_.mapping.get(), sink);
        reading.status = rows.read(*file_.records, &bytes_done_);
        reading.readable = rows.parser().readable() && !rows.parser().stopped();
        reading.rows = rows.parser().rows();
        reading.blank_rows = rows.parser().blank_rows();
        reading.rows_without_calendar = rows.parser().rows_without_calendar();
        reading.layout = rows.parser().layout();
        if (auto sha256 = file_.records->sha256()) reading.sha256 = std::move(*sha256);
      } catch (const std::exception& broken) {
        reading.status = fail("import.failed", {{"file", file_.name}}, broken.what());
      }
      sink.finish();
      pipe_.finish();
    });
    written = write();
    if (!written) pipe_.abandon();
  }
  if (!written) return written;
  if (!reading.status) return reading.status;
  // With errors nothing will be committed: the rollback brings the indexes back sooner than building them.
  if (file_.error_count == 0) {
    if (Status status = pause.end(state_.database); !status) return status;
  }
  file_.rows = reading.rows;
  file_.sha256 = std::move(reading.sha256);
  file_.layout = std::move(reading.layout);
  if (!reading.readable) own_.unreadable = true;
  if (reading.blank_rows > 0) {
    file_.warnings.push_back(message_text("import.blank-rows", {{"file", file_.name}, {"count", reading.blank_rows}}));
  }
  if (reading.rows_without_calendar > 0) {
    file_.warnings.push_back(
        message_text("import.no-calendar", {{"file", file_.name}, {"count", reading.rows_without_calendar}}));
  }
  if (file_.rows == 0 && reading.readable && file_.records->format() == sheet_format) {
    file_.warnings.push_back(message_text("import.no-rows", {{"file", file_.name}}));
  }
  // A file without rows still says that there are none, where it is known for whom.
  if (file_.rows == 0 && reading.readable) {
    if (state_.options.unit_id && state_.options.year) {
      if (Status status = enter_scope(*state_.options.unit_id, *state_.options.year, 0); !status) return status;
    } else if (state_.options.replace) {
      file_.warnings.push_back(message_text("import.nothing-replaced", {{"file", file_.name}}));
    }
  }
  if (Status status = find_duplicates(); !status) return status;
  own_.earlier.push_back({file_.name, file_.records.get(), file_.mapping.get()});
  report_progress(true);
  return {};
}

Status FileImport::write() {
  while (!pipe_.ended()) {
    auto batch = pipe_.take_full(progress_interval);
    report_progress(false);
    if (!batch) continue;
    if (Status status = take(*batch); !status) return status;
    held_.push_back(std::move(batch));
    if (held_.size() < batches_held) continue;
    if (Status status = flush(); !status) return status;
  }
  return flush();
}

Status FileImport::take(Batch& batch) {
  file_.errors.insert(file_.errors.end(), batch.errors.begin(), batch.errors.end());
  file_.error_count += batch.error_count;
  for (const BadKey& bad : batch.bad_keys) {
    duplicates_.add_bad(bad);
    own_.bad_keys.insert(bad.key);
  }
  own_.bad_keys_complete &= batch.bad_keys_complete;
  if (Status status = enter_scopes(batch); !status) return status;
  if (!references_.empty()) {
    if (Status status = check_references(batch); !status) return status;
  }
  // Rows go in although other rows had errors: only so do duplicates and references show; nothing will be committed.
  if (!batch.lines.empty() && !bulk_) {
    auto bulk = state_.database.bulk_insert(file_.definition->table(), columns_, key_, batches_held * Batch::max_rows);
    if (!bulk) return fail(bulk.error());
    bulk_ = std::move(*bulk);
  }
  for (std::size_t row = 0; row < batch.lines.size(); ++row) {
    const auto all = std::span(batch.cells).subspan(row * shape_.width, shape_.width);
    if (Status status = state_.log.add(*file_.definition, batch.entries[row], all); !status) return status;
    if (Status status = bulk_->add(all); !status) return status;
    added_.push_back({&batch, row});
  }
  return {};
}

Status FileImport::enter_scopes(const Batch& batch) {
  for (std::size_t row = 0; row < batch.lines.size();) {
    const auto first = cells(batch, row);
    const std::string_view unit_id = first[0].text();
    const std::int64_t year = first[1].integer();
    const std::size_t start = row;
    while (row < batch.lines.size() && cells(batch, row)[1].integer() == year && cells(batch, row)[0].text() == unit_id)
      ++row;
    if (Status status = enter_scope(unit_id, static_cast<int>(year), row - start); !status) return status;
  }
  return {};
}

Status FileImport::enter_scope(std::string_view unit_id, int year, std::uint64_t rows) {
  const Scope scope(unit_id, year);
  file_.rows_of[scope] += rows;
  const auto [known, entered] = own_.scopes.try_emplace(scope, 0);
  known->second += rows;
  if (!entered || !state_.options.replace) return {};
  if (Status status = flush(); !status) return status;
  state_.lookup.forget();
  return state_.log.clear(*file_.definition, unit_id, year, file_.name);
}

Status FileImport::check_references(const Batch& batch) {
  std::vector<Reference> unknown;
  std::vector<std::uint64_t> lines;
  for (std::size_t row = 0; row < batch.lines.size(); ++row) {
    const auto all = cells(batch, row);
    for (const ReferenceField& field : references_) {
      const store::Cell& cell = all[field.place];
      if (cell.kind() == store::Cell::Kind::null) continue;
      const Reference reference{&field, all[0].text(), static_cast<int>(all[1].integer()), cell.text(), false};
      if (state_.lookup.remembered(reference)) continue;
      unknown.push_back(reference);
      lines.push_back(batch.lines[row]);
    }
  }
  if (unknown.empty()) return {};
  if (Status status = flush(); !status) return status;
  if (Status status = state_.lookup.look_up(unknown); !status) return status;
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if (unknown[i].found) continue;
    if (Status status = judge(unknown[i], lines[i]); !status) return status;
  }
  if (state_.pending.size() < pending_before_asking) return {};
  return settle_pending(state_, false);
}

Status FileImport::judge(const Reference& reference, std::uint64_t line) {
  const auto target = state_.registers.find(reference.field->target);
  if (target != state_.registers.end()) {
    const RegisterState& its = target->second;
    if (its.files_left > 0) {
      state_.pending.push_back(
          {&file_, line, *reference.field, std::string(reference.unit_id), reference.year, std::string(reference.key)});
      return {};
    }
    // The record is there but has errors of its own, or may be: one mistake is reported once.
    if (its.unreadable || !its.bad_keys_complete || its.bad_keys.contains(key_bytes_of(reference))) return {};
  }
  ++file_.error_count;
  if (reference_errors_++ < state_.options.error_limit)
    file_.errors.push_back(missing_reference(file_, line, reference));
  return {};
}

// After this the rows added so far are in their table, and it is known which were not free to be.
Status FileImport::flush() {
  if (bulk_) {
    const auto outcome = bulk_->finish();
    bulk_.reset();
    if (!outcome) return fail(outcome.error());
    file_.error_count += outcome->conflict_count;
    for (const std::uint64_t ordinal : outcome->conflicts) {
      const AddedRow& row = added_[ordinal];
      duplicates_.add_conflict(key_bytes(shape_, cells(*row.batch, row.row)), row.batch->lines[row.row]);
    }
    added_.clear();
  }
  for (auto& batch : held_) pipe_.put_spare(std::move(batch));
  held_.clear();
  return {};
}

Status FileImport::find_duplicates() {
  if (duplicates_.empty()) return {};
  const DuplicateFinder::Source source{file_.name, file_.records.get(), file_.mapping.get()};
  auto found = duplicates_.find(source, own_.earlier, *file_.definition, state_.library, state_.options);
  if (!found) return fail(found.error());
  file_.error_count += found->beyond_conflicts;
  std::move(found->errors.begin(), found->errors.end(), std::back_inserter(file_.errors));
  return {};
}

void FileImport::report_progress(bool always) {
  if (!state_.options.progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (!always && now - last_progress_ < progress_interval) return;
  last_progress_ = now;
  state_.options.progress(
      {file_.name, bytes_done_.load(std::memory_order_relaxed), file_.records->size(), sink_->rows()});
}

}  // namespace

Status import_file(ImportState& state, PlannedFile& file) {
  return FileImport(state, file).run();
}

Status settle_pending(ImportState& state, bool at_end) {
  std::vector<Reference> references;
  for (const PendingReference& pending : state.pending) {
    references.push_back({&pending.field, pending.unit_id, pending.year, pending.key, false});
  }
  if (Status status = state.lookup.look_up(references); !status) return status;
  std::vector<PendingReference> left;
  std::map<PlannedFile*, std::size_t> listed;
  for (std::size_t i = 0; i < references.size(); ++i) {
    if (references[i].found) continue;
    PendingReference& pending = state.pending[i];
    if (!at_end) {
      left.push_back(std::move(pending));
      continue;
    }
    const RegisterState& its = state.registers.at(pending.field.target);
    if (its.unreadable || !its.bad_keys_complete || its.bad_keys.contains(key_bytes_of(references[i]))) continue;
    ++pending.file->error_count;
    if (listed[pending.file]++ >= state.options.error_limit) continue;
    pending.file->errors.push_back(missing_reference(*pending.file, pending.line, references[i]));
  }
  state.pending = std::move(left);
  if (state.pending.size() > most_pending) return fail("import.too-many-forward-references", {{"count", most_pending}});
  return {};
}

}  // namespace jiheng::ledger
