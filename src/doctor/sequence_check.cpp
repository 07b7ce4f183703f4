#include "doctor/case.h"
#include "ledger/records.h"
#include "ledger/sql_name.h"
#include "ledger/stored_value.h"

namespace jiheng::doctor {
namespace {

// The gaps of one sequence of one year, its numbers told in order.
class Gaps {
 public:
  // Of days, the first recorded is the first.
  explicit Gaps(const pack::Field& number) : number_(&number), next_(number.type == pack::FieldType::date ? 0 : 1) {}

  void tell(std::int64_t number) {
    if (next_ != 0 && number > next_) add(next_, number - 1);
    next_ = number + 1;
  }
  std::int64_t count() const { return count_; }
  const std::string& text() const { return text_; }

 private:
  static constexpr int most_shown = 10;  // gaps

  void add(std::int64_t first, std::int64_t last) {
    count_ += last - first + 1;
    if (++shown_ > most_shown) {
      if (shown_ == most_shown + 1) text_ += "…";
      return;
    }
    text_ += (text_.empty() ? "" : "、") + in_words(first);
    if (last > first) text_ += (last == first + 1 ? "、" : "至") + in_words(last);
  }
  std::string in_words(std::int64_t number) const {
    return ledger::cell_text(*number_, ledger::stored_value(*number_, store::Cell(number)));
  }

  const pack::Field* number_;
  std::int64_t next_;  // the number that should come; 0: any
  std::string text_;
  std::int64_t count_ = 0;
  int shown_ = 0;
};

class SequenceCheck {
 public:
  SequenceCheck(Case& its, const std::string& unit_id, const pack::Register& definition, const pack::SequenceRule& rule)
      : its_(its),
        unit_id_(unit_id),
        definition_(definition),
        rule_(rule),
        gaps_(definition.fields[static_cast<std::size_t>(rule.number)]) {}

  Status run() {
    std::string columns = "year";
    for (const int field : rule_.within) columns += ", " + name_of(field);
    const std::string number = name_of(rule_.number);
    const store::Cell unit = unit_id_;
    const Status status =
        its_.database.query("SELECT " + columns + ", " + number + " FROM " + ledger::sql_name(definition_.table()) +
                                " WHERE unit_id = ? AND " + number + " IS NOT NULL GROUP BY " + columns + ", " +
                                number + " ORDER BY " + columns + ", " + number,
                            std::span(&unit, 1), [&](const store::Row& row) { return take(row); });
    if (status) conclude();
    return status;
  }

 private:
  std::string name_of(int field) const {
    return ledger::sql_name(definition_.fields[static_cast<std::size_t>(field)].id);
  }

  Status take(const store::Row& row) {
    const int year = static_cast<int>(row.integer(0));
    std::string within;
    for (std::size_t i = 0; i < rule_.within.size(); ++i) {
      const pack::Field& field = definition_.fields[static_cast<std::size_t>(rule_.within[i])];
      const int column = static_cast<int>(i) + 1;
      if (row.is_null(column)) continue;
      const store::Cell cell =
          ledger::is_stored_as_text(field) ? store::Cell(row.text(column)) : store::Cell(row.integer(column));
      within += (within.empty() ? "" : "、") + ledger::cell_text(field, ledger::stored_value(field, cell));
    }
    if (year != year_ || within != within_) {
      conclude();
      year_ = year;
      within_ = std::move(within);
    }
    gaps_.tell(row.integer(static_cast<int>(rule_.within.size()) + 1));
    return {};
  }

  void conclude() {
    if (gaps_.count() > 0) {
      its_.note(
          {unit_id_, year_, definition_.id, "", {}},
          make_error("doctor.gap",
                     {{"rule", rule_.title}, {"within", within_}, {"count", gaps_.count()}, {"missing", gaps_.text()}}),
          message_text("doctor.remedy-gap"));
    }
    gaps_ = Gaps(definition_.fields[static_cast<std::size_t>(rule_.number)]);
  }

  Case& its_;
  const std::string& unit_id_;
  const pack::Register& definition_;
  const pack::SequenceRule& rule_;
  Gaps gaps_;
  int year_ = 0;
  std::string within_;
};

}  // namespace

Status check_sequences(Case& its, const std::string& unit_id, const pack::Register& definition) {
  for (const pack::SequenceRule& rule : definition.sequences) {
    if (Status status = SequenceCheck(its, unit_id, definition, rule).run(); !status) return status;
  }
  return {};
}

}  // namespace jiheng::doctor
