// The definitions a pack carries, as loaded and checked: roles, registers, measures, rubrics, report templates, rule
// sets, calendars.
//
// Everything here is plain immutable data: a Library that loaded without diagnostics is consistent (every name
// resolves, every expression is compiled and typed, full marks add up), so the engine asks it without checking again.
// The format on disk is docs/packs.md. Thread-safety: immutable after load.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/money.h"
#include "base/work_calendar.h"
#include "expr/expression.h"
#include "pack/rule_set.h"
#include "pack/workflow.h"

namespace jiheng::pack {

enum class FieldType {
  text,
  integer,
  decimal,    // stored × 10^scale
  money,      // fen
  date,       // days since 1970-01-01
  moment,     // minutes since 1970-01-01 00:00
  boolean,    // 是 / 否
  choice,     // one of `choices`, stored as its text
  reference,  // the key of a record of register `reference`, same unit and year
  measure,    // the id of a measure
  narrative,  // text a person wrote, with live figures in {measure.id}
};

struct Field {
  std::string id;
  std::string title;
  FieldType type = FieldType::text;
  bool required = false;
  int scale = 0;                   // decimal: digits after the point
  int max_length = 500;            // text, narrative: characters
  std::optional<Decimal> minimum;  // integer, decimal; money: in `unit`
  std::optional<Decimal> maximum;
  MoneyUnit unit = MoneyUnit::yuan;  // money: the unit cells are written in
  bool in_year = false;              // date, moment: must lie in the record's year
  std::vector<std::string> choices;  // choice
  std::string reference;             // reference: register id
  // decimal: where the record names a measure in field `figure_of`, the value of this field is that figure, in the
  // unit the measure is shown in (98.06 for 98.06 %), exact. So a goal's result is counted, not typed; where no measure
  // is named, the typed value stands.
  std::string figure_of;
  std::string note;
  std::string example;
};

std::string_view type_id(FieldType type);  // as packs write it: text, money

// Whether a field's cells are numbers to a reader: aligned right.
inline bool is_numeric(const Field& field) {
  return field.type == FieldType::integer || field.type == FieldType::decimal || field.type == FieldType::money;
}

struct Register {
  std::string id;
  std::string title;
  std::string pack;
  std::string note;
  Provenance provenance;
  std::vector<Field> fields;
  std::vector<int> key;                   // indexes into fields; the table's key is unit_id, year, these
  std::vector<std::vector<int>> indexes;  // further indexes, each led by unit_id, year
  std::vector<Check> checks;              // each must not be false for any record
  Workflow workflow;
  std::vector<Deadline> deadlines;
  std::vector<DuplicateRule> duplicates;
  std::vector<SequenceRule> sequences;
  int label = 0;  // the field that names a record to a person
  // unit_id (slot 0, text), year (slot 1), then the fields (slot 2 + i): the columns of the table, in this order.
  // A `figure_of` field has no column in this scope: the row holds only what was typed, not the figure. After the
  // fields come the columns that the ledger keeps itself (pack/system_columns.h).
  expr::Scope scope;

  std::string table() const { return "r_" + id; }
  const Field* find_field(std::string_view id_or_title) const;
  static constexpr int first_field_slot = 2;
};

enum class Aggregate { count, sum, distinct, minimum, maximum };

struct Measure {
  std::string id;  // dotted: payments.total
  std::string title;
  std::string unit;  // 件 次 个 …; 元 万元 亿元 for money; % for a rate (shown × 100); empty: a plain number
  int decimals = 0;  // shown, half up
  std::string pack;
  std::string note;
  std::string words;  // how people say `of` or `formula`, where the expression in words would be long; may be empty
  Provenance provenance;
  // Over records …
  std::string over;  // register id; empty: a formula
  Aggregate aggregate = Aggregate::count;
  std::optional<expr::Expression> where;  // boolean, over the register's scope
  std::optional<expr::Expression> of;     // what is summed or counted distinct
  // … or over other measures.
  std::optional<expr::Expression> formula;  // over Library::measure_scope

  expr::Type type = expr::Type::number;  // number, money, date or moment
  // Depends on records that name measures (figure_of): computed after all the others, and not nameable by records.
  bool second_stage = false;
};

struct Grade {
  Decimal minimum;
  std::string title;
};

struct Group {
  std::string id;
  std::string parent;  // empty: top level
  std::string title;
  Decimal full;
};

// What a score does when its rule meets no base.
enum class NoBasePolicy { zero, full };

// The rows among which an item's lost points are shared: each row of `measure`'s register earns `measure`'s `of` and
// could have earned `full`.
struct LostRows {
  std::string measure;  // an aggregate sum
  expr::Expression full;
  expr::Expression why;  // text, the row's own words on its loss
};

// What is to be attached to an item (佐证材料).
struct EvidenceDemand {
  std::string title;
  int minimum = 1;  // files
  Provenance provenance;
};

struct Item {
  std::string id;
  std::string group;
  std::string title;
  Decimal full;
  expr::Expression rule;  // number, over Rubric::scope; capped to [0, full], rounded half up to Rubric::decimals
  std::string words;      // the rule as a person says it
  std::string lost;       // template of the reason when points are lost: {measure.id}, {full}, {score}, {lost}
  NoBasePolicy no_base = NoBasePolicy::zero;
  std::string no_base_words;
  std::optional<LostRows> rows;
  std::optional<EvidenceDemand> evidence;
  Provenance provenance;       // of the rule
  Provenance full_provenance;  // of the full mark
};

struct Rubric {
  std::string id;
  std::string title;
  std::string version;
  std::string pack;
  int first_year = 0;
  int last_year = 0;
  Provenance provenance;
  Decimal full;
  int decimals = 2;
  std::vector<Grade> grades;  // descending by minimum; the last minimum is 0
  std::vector<Group> groups;  // parents before children
  std::vector<Item> items;
  // `full` (slot 0, number), then every measure of the library (slot 1 + index in Library::measures).
  expr::Scope scope;
};

// Whether a score of the item rests on anything inferred: the rubric as a whole, the item's rule or its full mark.
inline bool is_unverified(const Rubric& rubric, const Item& item) {
  return rubric.provenance.status != Verification::verified || item.provenance.status != Verification::verified ||
         item.full_provenance.status != Verification::verified;
}

// A text with live places, parsed: literal pieces and {name} or {name|format} places.
struct TextPiece {
  std::string literal;  // when `name` is empty
  std::string name;
  std::string format;
};
using TextTemplate = std::vector<TextPiece>;

enum class BlockKind {
  heading,
  paragraph,
  narrative,  // the narrative records of section `section`, in order
  scores,     // one numbered line per item of group `section`
  lost,       // one paragraph per item that lost points
  scorecard,  // the 自评表
  goals,      // the table of goals
  page_break,
  signature,  // unit and date, at the right
};

struct Block {
  BlockKind kind = BlockKind::paragraph;
  int level = 0;  // heading
  TextTemplate text;
  std::string section;
  bool indent = true;                    // paragraph: its first line
  std::optional<expr::Expression> when;  // over Library::measure_scope, of a paper over its register's; absent: always
};

struct ReportTemplate {
  std::string id;
  std::string title;  // of the template
  std::string pack;
  std::string rubric;
  TextTemplate heading;  // the report's own title
  Provenance provenance;
  std::vector<Block> blocks;
};

// A document about one record: 督办通知, 督查专报. Its places are the register's fields, year, unit.name, unit.code.
struct Paper {
  std::string id;
  std::string title;
  std::string pack;
  int over = 0;          // index into Library::registers
  TextTemplate heading;  // the paper's own title
  TextTemplate number;   // under it; may be empty
  Provenance provenance;
  std::vector<Block> blocks;  // heading, paragraph, page_break, signature
};

struct PackInfo {
  std::string id;
  std::string title;
  std::string version;
  std::string directory;
  std::string sha256;  // over its files, in name order
  Provenance provenance;
  std::vector<std::string> requires_;
};

struct Library {
  std::vector<PackInfo> packs;  // required before requiring
  std::vector<Role> roles;
  std::vector<Register> registers;
  std::vector<Measure> measures;  // an order in which every formula stands after what it uses
  std::vector<Rubric> rubrics;
  std::vector<ReportTemplate> reports;
  std::vector<Paper> papers;
  std::vector<RuleSet> rule_sets;
  WorkCalendar calendar;
  expr::Scope measure_scope;  // slot = index in measures
  std::string sha256;         // over all packs: changes when any definition changes

  const Role* find_role(std::string_view id) const;
  const Register* find_register(std::string_view id_or_title) const;
  const Measure* find_measure(std::string_view id_or_title) const;
  const Rubric* find_rubric(std::string_view id) const;
  const ReportTemplate* find_report_for(std::string_view rubric_id) const;
  std::vector<const Paper*> papers_of(const Register& definition) const;
  // The set of this id whose years include `year`; year 0: the newest. nullptr: there is none.
  const RuleSet* find_rule_set(std::string_view id, int year = 0) const;
};

}  // namespace jiheng::pack
