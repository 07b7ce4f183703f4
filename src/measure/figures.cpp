#include "measure/figures.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <unordered_map>

#include "measure/engine.h"

namespace jiheng::measure {
namespace {

using expr::Value;

// A figure as the table `figures` holds it.
struct Stored {
  std::string kind;
  std::string value;
  std::string definition;
};

Stored stored_form(const Value& value, const std::string& definition) {
  switch (value.kind()) {
    case Value::Kind::number:
      return {"number", value.number().to_string(), definition};
    case Value::Kind::money:
      return {"money", std::to_string(value.money().fen()), definition};
    case Value::Kind::date:
      return {"date", std::to_string(value.date().days()), definition};
    case Value::Kind::moment:
      return {"moment", std::to_string(value.moment().minutes()), definition};
    case Value::Kind::no_base:
      return {"no_base", "", definition};
    default:
      return {"null", "", definition};
  }
}

template <class Integer>
std::optional<Integer> whole(std::string_view text) {
  Integer integer{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return integer;
}

// Nothing when the stored text is not one this program writes: the figure is then recomputed.
std::optional<Value> value_of(const Stored& stored) {
  if (stored.kind == "null") return Value();
  if (stored.kind == "no_base") return Value::no_base();
  if (stored.kind == "number") {
    const auto number = Ratio::parse(stored.value);
    return number ? std::optional(Value::of(*number)) : std::nullopt;
  }
  if (stored.kind == "money") {
    const auto fen = whole<std::int64_t>(stored.value);
    return fen ? std::optional(Value::of(Money::from_fen(*fen))) : std::nullopt;
  }
  if (stored.kind == "date") {
    const auto days = whole<std::int32_t>(stored.value);
    return days ? std::optional(Value::of(Date::from_days(*days))) : std::nullopt;
  }
  if (stored.kind == "moment") {
    const auto minutes = whole<std::int32_t>(stored.value);
    return minutes ? std::optional(Value::of(Moment::from_minutes(*minutes))) : std::nullopt;
  }
  return std::nullopt;
}

bool same(const Stored& a, const Stored& b) {
  return a.kind == b.kind && a.value == b.value && a.definition == b.definition;
}

// What the database says of the figures of one unit and year, and which of them have to be recomputed.
struct Standing {
  std::vector<std::optional<Stored>> stored;  // by measure
  std::vector<std::string> gone;              // stored figures of measures that are no more
  std::set<std::string> dirty;                // registers
  std::vector<bool> due;                      // by measure
  std::vector<Value> values;                  // by measure, right where not due
  int due_count = 0;
  bool clean() const { return due_count == 0 && gone.empty() && dirty.empty(); }
};

Result<Standing> standing_of(const Subject& subject, const std::vector<std::string>& definitions) {
  const auto& measures = subject.library.measures;
  Standing standing;
  standing.stored.resize(measures.size());
  standing.due.resize(measures.size());
  standing.values.resize(measures.size());

  const store::Cell parameters[] = {subject.unit_id, subject.year};
  auto read = subject.database.query("SELECT register FROM dirty WHERE unit_id = ? AND year = ?", parameters,
                                     [&](const store::Row& row) -> Status {
                                       standing.dirty.emplace(row.text(0));
                                       return {};
                                     });
  if (!read) return fail(std::move(read.error()));

  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < measures.size(); ++i) by_id.emplace(measures[i].id, i);
  read = subject.database.query("SELECT measure, kind, value, definition FROM figures WHERE unit_id = ? AND year = ?",
                                parameters, [&](const store::Row& row) -> Status {
                                  const auto found = by_id.find(row.text(0));
                                  if (found == by_id.end()) {
                                    standing.gone.emplace_back(row.text(0));
                                  } else {
                                    standing.stored[found->second] = Stored{
                                        std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3))};
                                  }
                                  return {};
                                });
  if (!read) return fail(std::move(read.error()));

  // Measures stand after what their formulas use, so one pass follows every dependency of a formula.
  bool any = !standing.gone.empty();
  const auto settle = [&](bool second_stage) {
    for (std::size_t i = 0; i < measures.size(); ++i) {
      const pack::Measure& measure = measures[i];
      if (measure.second_stage != second_stage) continue;
      const auto& stored = standing.stored[i];
      const auto value = stored && stored->definition == definitions[i] ? value_of(*stored) : std::nullopt;
      bool due = !value;
      if (measure.formula) {
        for (const int slot : measure.formula->slots()) due = due || standing.due[static_cast<std::size_t>(slot)];
      } else {
        due = due || standing.dirty.contains(measure.over);
        // Its records may name any figure of the first stage.
        if (second_stage) due = due || any;
      }
      standing.due[i] = due;
      if (due) {
        ++standing.due_count;
      } else {
        standing.values[i] = *value;
      }
    }
  };
  settle(false);
  any = any || standing.due_count > 0;
  settle(true);
  return standing;
}

Status insert_figures(const Subject& subject, const std::vector<std::pair<std::size_t, Stored>>& figures) {
  constexpr std::size_t most_rows = 200;
  for (std::size_t first = 0; first < figures.size(); first += most_rows) {
    const std::size_t end = std::min(figures.size(), first + most_rows);
    std::string sql = "INSERT INTO figures (unit_id, year, measure, kind, value, definition) VALUES ";
    std::vector<store::Cell> parameters;
    for (std::size_t i = first; i < end; ++i) {
      sql += i == first ? "(?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?)";
      const auto& [measure, stored] = figures[i];
      parameters.insert(parameters.end(), {store::Cell(subject.unit_id), store::Cell(subject.year),
                                           store::Cell(subject.library.measures[measure].id), store::Cell(stored.kind),
                                           store::Cell(stored.value), store::Cell(stored.definition)});
    }
    if (auto done = subject.database.execute(sql, parameters); !done) return done;
  }
  return {};
}

Status write_figures(const Subject& subject, const Standing& standing, const std::vector<std::string>& definitions,
                     std::span<const Value> values) {
  std::vector<std::pair<std::size_t, Stored>> fresh;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!standing.due[i]) continue;
    Stored now = stored_form(values[i], definitions[i]);
    const auto& before = standing.stored[i];
    if (before && same(*before, now)) continue;
    if (!before) {
      fresh.emplace_back(i, std::move(now));
      continue;
    }
    const store::Cell parameters[] = {now.kind,        now.value,    now.definition,
                                      subject.unit_id, subject.year, subject.library.measures[i].id};
    auto done = subject.database.execute(
        "UPDATE figures SET kind = ?, value = ?, definition = ? WHERE unit_id = ? AND year = ? AND measure = ?",
        parameters);
    if (!done) return done;
  }
  for (const std::string& measure : standing.gone) {
    const store::Cell parameters[] = {subject.unit_id, subject.year, measure};
    auto done =
        subject.database.execute("DELETE FROM figures WHERE unit_id = ? AND year = ? AND measure = ?", parameters);
    if (!done) return done;
  }
  if (auto done = insert_figures(subject, fresh); !done) return done;
  for (const std::string& register_id : standing.dirty) {
    const store::Cell parameters[] = {subject.unit_id, subject.year, register_id};
    auto done =
        subject.database.execute("DELETE FROM dirty WHERE unit_id = ? AND year = ? AND register = ?", parameters);
    if (!done) return done;
  }
  return {};
}

// Runs `work` between begin_read() and the end of that picture.
template <class Work>
auto in_one_picture(store::Database& database, const Work& work) -> decltype(work()) {
  if (auto begun = database.begin_read(); !begun) return fail(std::move(begun.error()));
  auto result = work();
  auto ended = result ? database.commit() : database.rollback();
  if (result && !ended) return fail(std::move(ended.error()));
  return result;
}

}  // namespace

Result<Figures> Figures::read(store::Database& database, const pack::Library& library, std::string_view unit_id,
                              int year) {
  const Subject subject{database, library, unit_id, year};
  const std::vector<std::string> defined = definitions(library);
  Figures figures;
  figures.unit_id_ = unit_id;
  figures.year_ = year;

  auto standing = in_one_picture(database, [&] { return standing_of(subject, defined); });
  if (!standing) return fail(std::move(standing.error()));
  if (standing->clean()) {
    figures.values_ = std::move(standing->values);
    return figures;
  }

  auto transaction = store::Transaction::start(database);
  if (!transaction) return fail(std::move(transaction.error()));
  // Asked again under the write lock: another reader may have done the work meanwhile.
  standing = standing_of(subject, defined);
  if (!standing) return fail(std::move(standing.error()));
  if (auto done = compute(subject, standing->due, standing->values); !done) return fail(std::move(done.error()));
  if (auto done = write_figures(subject, *standing, defined, standing->values); !done) {
    return fail(std::move(done.error()));
  }
  if (auto done = transaction->commit(); !done) return fail(std::move(done.error()));
  figures.values_ = std::move(standing->values);
  figures.recomputed_ = standing->due_count;
  return figures;
}

Result<std::vector<std::string>> verify(store::Database& database, const pack::Library& library,
                                        std::string_view unit_id, int year) {
  const Subject subject{database, library, unit_id, year};
  const std::vector<std::string> defined = definitions(library);
  return in_one_picture(database, [&]() -> Result<std::vector<std::string>> {
    const auto standing = standing_of(subject, defined);
    if (!standing) return fail(standing.error());
    std::vector<Value> values(library.measures.size());
    if (auto done = compute(subject, std::vector<bool>(library.measures.size(), true), values); !done) {
      return fail(std::move(done.error()));
    }
    std::vector<std::string> different;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!standing->due[i] && !same(*standing->stored[i], stored_form(values[i], defined[i]))) {
        different.push_back(library.measures[i].id);
      }
    }
    return different;
  });
}

}  // namespace jiheng::measure
