// The loader's working state: definitions as read (drafts), then resolved against each other. Private to pack/.
//
// A definition is read wholly even when part of it is wrong, so that all its mistakes are told at once; what a mistake
// makes unknowable (the type of a broken measure, the names of a file that is not TOML) is not held against others.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pack/document.h"
#include "pack/source.h"
#include "pack/table.h"

namespace jiheng::pack {

struct PackDraft {
  PackInfo info;
  std::vector<Text> requires_;
  std::vector<const Node*> documents;
  const Node* manifest = nullptr;  // one of the documents
  std::set<int> visible;           // itself and what it requires, directly or not
  bool sound = true;               // false: what it requires is unknown, so its names are not resolved
};

struct RoleDraft {
  Role value;
  int pack = 0;
};

struct RegisterDraft {
  Register value;
  int pack = 0;
  std::vector<Text> references;          // per field
  std::vector<std::vector<Text>> roles;  // per transition
  bool sound = true;                     // false: the id or type of a field is unknown, so its scope is incomplete
};

struct MeasureDraft {
  Measure value;
  int pack = 0;
  Place place;
  Text unit, over, where, of, formula;
  int source = -1;        // register
  bool typed = false;     // `value.type` is known
  std::vector<int> uses;  // measures that the formula names
  bool cyclic = false;
};

struct RubricDraft {
  struct ItemTexts {
    Text rule, lost, rows_measure, rows_full, rows_why;
  };
  Rubric value;
  int pack = 0;
  Place place;
  std::vector<ItemTexts> texts;  // per item
};

struct BlockTexts {
  Text text, section, when;
};

struct ReportDraft {
  ReportTemplate value;
  int pack = 0;
  Text rubric, heading;
  std::vector<BlockTexts> texts;  // per block
};

struct PaperDraft {
  Paper value;
  int pack = 0;
  Text over, heading, number;
  std::vector<BlockTexts> texts;  // per block
};

struct RuleSetDraft {
  RuleSet value;
  int pack = 0;
  Table table;  // read in two parts: the head, then the body
  Text id, extends;
  bool years_known = false;
};

struct Loader {
  Reporter reporter;
  std::deque<Node> documents;
  std::vector<PackDraft> packs;
  std::vector<RoleDraft> roles;
  std::vector<RegisterDraft> registers;
  std::vector<MeasureDraft> measures;
  std::vector<int> measure_order;  // indexes into measures, as they will stand in the Library
  std::vector<RubricDraft> rubrics;
  std::vector<ReportDraft> reports;
  std::vector<PaperDraft> papers;
  std::vector<RuleSetDraft> rule_sets;
  WorkCalendar calendar;
  expr::Scope measure_scope;
  // A file could not be parsed or a definition has no id: a name that is not found may be there.
  bool incomplete = false;

  std::map<std::string, Place> role_places, role_titles;
  std::map<std::string, Place> register_places, measure_places, rubric_places, report_places, paper_places;
  std::map<std::string, Place> register_titles, measure_titles, paper_titles;
  std::map<int, Place> calendar_places;
  std::map<std::string, int, std::less<>> role_index, register_index, measure_index,
      rubric_index;  // the first of each id

  void read_role(int pack, const Node& node);
  void read_register(int pack, const Node& node);
  // The keys of a register that say how its records move. After its fields.
  void read_workflow(Table& table, RegisterDraft& draft);
  void read_measure(int pack, const Node& node);
  void read_rubric(int pack, const Node& node);
  void read_report(int pack, const Node& node);
  void read_paper(int pack, const Node& node);
  void read_rule_set(int pack, const Node& node);
  void read_calendar(const Node& node);

  void resolve_roles();
  void resolve_registers();
  void resolve_measures();
  void resolve_rubrics();
  void resolve_reports();
  void resolve_papers();
  void resolve_rule_sets();

  // Reports a second definition of one id or title; true the first time.
  bool define(std::map<std::string, Place>& places, const Text& id);
  void define_title(std::map<std::string, Place>& titles, const Text& title);
  // -1 and, unless `silent`, a mistake when there is no such field.
  int field_index(const RegisterDraft& draft, const Text& name, bool silent = false);
  // A name that no definition has. Silent when it may stand in a file that could not be read and nothing is near it.
  void unknown(std::string_view code, const Place& place, std::string_view name,
               const std::vector<std::string_view>& known);
  // Reports the use of a definition of a pack that `pack` does not require.
  void check_visible(int pack, int defining_pack, const Place& place, std::string_view name);
  std::optional<expr::Expression> compile(const Text& source, const expr::Scope& scope,
                                          std::optional<expr::Type> expected, bool silent = false);
  // Over all measures, from slot `first` of the scope on.
  std::optional<expr::Expression> compile_over_measures(int pack, const Text& source, const expr::Scope& scope,
                                                        std::optional<expr::Type> expected, int first);
  // The template, its places checked: `names` and, with formats, measures.
  enum class Places { with_measures, names_only };
  TextTemplate check_template(int pack, const Text& text, const std::vector<std::string>& names,
                              Places places = Places::with_measures);
  std::vector<std::string_view> measure_names() const;
};

enum class IdForm { plain, dashed, measure, score, rule };
// Reports an id that is not formed as it should be.
void check_id(Reporter& reporter, const Text& id, IdForm form);
// The required `years`, first and last; nothing, reported, when it is not two years in order.
std::optional<std::pair<int, int>> read_year_range(Reporter& reporter, Table& table);
// One [[…block]] of a report, or of a paper, whose kinds are fewer.
enum class BlockOf { report, paper };
void read_block(Reporter& reporter, const Node& node, BlockOf of, std::vector<Block>& blocks,
                std::vector<BlockTexts>& texts);
// The identifiers of an expression, text constants aside, with their dots.
std::vector<std::string> names_in(std::string_view expression);

}  // namespace jiheng::pack
