#include <algorithm>
#include <limits>
#include <sstream>

#include "doctor/case.h"
#include "journal/checkpoint.h"
#include "ledger/entry.h"
#include "store/journal.h"

namespace jiheng::doctor {
namespace {

constexpr int page_entries = 1024;

std::string restore_remedy() {
  return message_text("doctor.remedy-restore");
}

// One journal, computed anew from its entries.
class JournalCheck {
 public:
  JournalCheck(Case& its, const std::string& unit_id) : its_(its), unit_id_(unit_id), hasher_(head_.algorithm) {}

  Result<JournalState> run();

 private:
  Status read_head();
  Status read_checkpoint_sizes();
  Status read_entries();
  Status take(const std::vector<std::pair<std::int64_t, std::string>>& page);
  void take_entry(std::int64_t seq, const std::string& text);
  void count(std::int64_t seq, const ledger::Entry& entry);
  Status compare_subtrees();
  void conclude_tree();
  Status check_checkpoints();
  void keep_root();
  Place at(std::int64_t entry) const { return {unit_id_, 0, "", "", entry}; }

  Case& its_;
  const std::string& unit_id_;
  JournalState state_;
  store::JournalHead head_;
  bool head_readable_ = true;
  std::int64_t head_size_ = 0;  // as its table says beside the frontier
  std::int64_t most_ = 0;       // no entry can have a number from here on
  std::int64_t expected_ = 0;   // number of the next entry
  bool whole_ = true;           // no gap so far: the tree can be computed
  journal::Frontier frontier_;
  journal::Hasher hasher_;
  std::vector<journal::Subtree> complete_;   // of this page
  std::vector<journal::Subtree> different_;  // stored otherwise, or not
  std::int64_t complete_count_ = 0;
  std::vector<std::int64_t> sizes_;  // of checkpoints, ascending
  std::map<std::int64_t, journal::Hash> roots_;
};

Result<JournalState> JournalCheck::run() {
  Status status = read_head();
  if (status) status = read_checkpoint_sizes();
  if (status) status = read_entries();
  if (!status) return fail(status.error());
  const store::Cell unit = unit_id_;
  const auto stored =
      its_.database.integer("SELECT COUNT(*) FROM journal_subtrees WHERE unit_id = ?", std::span(&unit, 1), 0);
  if (!stored) return fail(stored.error());
  conclude_tree();
  if (whole_ && *stored > complete_count_) {
    its_.ailing({unit_id_, 0, "", "", {}},
                make_error("doctor.subtree-surplus", {{"stored", *stored}, {"right", complete_count_}}),
                restore_remedy());
  }
  if (status = check_checkpoints(); !status) return fail(status.error());
  return std::move(state_);
}

Status JournalCheck::read_head() {
  auto head = store::journal_head(its_.database, unit_id_);
  if (head) {
    head_ = std::move(*head);
  } else if (head.error().code.starts_with("journal.")) {
    head_readable_ = false;
    its_.ailing({unit_id_, 0, "", "", {}}, make_error("doctor.head-damaged"), restore_remedy());
  } else {
    return fail(head.error());
  }
  hasher_ = journal::Hasher(head_.algorithm);
  const store::Cell unit = unit_id_;
  const auto size = its_.database.integer("SELECT size FROM journal_heads WHERE unit_id = ?", std::span(&unit, 1), 0);
  if (!size) return fail(size.error());
  const auto entries = its_.database.integer("SELECT COUNT(*) FROM journal WHERE unit_id = ?", std::span(&unit, 1), 0);
  if (!entries) return fail(entries.error());
  head_size_ = *size;
  most_ = std::max(*entries, static_cast<std::int64_t>(head_.frontier.size()));
  state_.current.resize(static_cast<std::size_t>(most_));
  return {};
}

Status JournalCheck::read_checkpoint_sizes() {
  const store::Cell unit = unit_id_;
  return its_.database.query("SELECT size FROM checkpoints WHERE unit_id = ? ORDER BY size", std::span(&unit, 1),
                             [&](const store::Row& row) -> Status {
                               sizes_.push_back(row.integer(0));
                               return {};
                             });
}

Status JournalCheck::read_entries() {
  keep_root();
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (bool more = true; more;) {
    std::vector<std::pair<std::int64_t, std::string>> page;
    const store::Cell parameters[] = {unit_id_, last};
    const Status read =
        its_.database.query("SELECT seq, entry FROM journal WHERE unit_id = ? AND seq > ? ORDER BY seq LIMIT " +
                                std::to_string(page_entries),
                            parameters, [&](const store::Row& row) -> Status {
                              page.emplace_back(row.integer(0), row.text(1));
                              return {};
                            });
    if (!read) return read;
    if (Status status = take(page); !status) return status;
    more = page.size() == page_entries;
    if (more) last = page.back().first;
  }
  return {};
}

Status JournalCheck::take(const std::vector<std::pair<std::int64_t, std::string>>& page) {
  for (const auto& [seq, text] : page) {
    ++its_.report.examined.entries;
    if (seq < 0 || seq >= most_) {
      whole_ = false;
      its_.ailing(at(seq), make_error("doctor.entry-stray", {{"most", most_}}), restore_remedy());
      continue;
    }
    if (seq > expected_) {
      whole_ = false;
      its_.ailing(at(expected_), make_error("doctor.entry-missing", {{"first", expected_}, {"last", seq - 1}}),
                  restore_remedy());
    }
    expected_ = seq + 1;
    take_entry(seq, text);
  }
  its_.advance(page.size());
  return compare_subtrees();
}

void JournalCheck::take_entry(std::int64_t seq, const std::string& text) {
  if (whole_) {
    for (const journal::Subtree& subtree : frontier_.append(hasher_.leaf(text), hasher_)) complete_.push_back(subtree);
    keep_root();
  }
  const auto entry = ledger::parse_entry(text);
  if (!entry || entry->unit_id != unit_id_) {
    its_.ailing(at(seq), make_error("doctor.entry-damaged"), restore_remedy());
    return;
  }
  if (state_.began.empty()) state_.began = entry->at;
  count(seq, *entry);
}

// Which entries are the last of their records, and how many records there are.
void JournalCheck::count(std::int64_t seq, const ledger::Entry& entry) {
  if (entry.register_id.empty()) return;
  JournalState::Scope& scope = state_.scopes[{entry.register_id, entry.year}];
  if (entry.action == "clear") {
    scope.live = 0;
    scope.cleared = seq;
    return;
  }
  if (entry.previous) {
    const std::int64_t previous = *entry.previous;
    if (previous < 0 || previous >= seq || previous <= scope.cleared ||
        !state_.current[static_cast<std::size_t>(previous)]) {
      its_.ailing({unit_id_, entry.year, entry.register_id, entry.record, seq},
                  make_error("doctor.entry-chain", {{"previous", previous}}), restore_remedy());
    } else {
      state_.current[static_cast<std::size_t>(previous)] = false;
      --scope.live;
    }
  }
  if (entry.action == "remove") return;
  state_.current[static_cast<std::size_t>(seq)] = true;
  ++scope.live;
}

void JournalCheck::keep_root() {
  const auto size = static_cast<std::int64_t>(frontier_.size());
  if (std::binary_search(sizes_.begin(), sizes_.end(), size)) roots_.emplace(size, frontier_.root(hasher_));
}

Status JournalCheck::compare_subtrees() {
  for (const journal::Subtree& right : complete_) {
    std::string stored;
    const store::Cell parameters[] = {unit_id_, right.level, static_cast<std::int64_t>(right.index)};
    const Status status =
        its_.database.query("SELECT hash FROM journal_subtrees WHERE unit_id = ? AND level = ? AND position = ?",
                            parameters, [&](const store::Row& row) -> Status {
                              stored = row.text(0);
                              return {};
                            });
    if (!status) return status;
    if (stored != right.hash.to_base64() && different_.size() < its_.options.limit) different_.push_back(right);
  }
  complete_count_ += static_cast<std::int64_t>(complete_.size());
  complete_.clear();
  return {};
}

// The entries [first, last] under the first root in which two frontiers of one size differ.
std::pair<std::int64_t, std::int64_t> first_difference(const journal::Frontier& one, const journal::Frontier& other) {
  std::istringstream a(one.to_text()), b(other.to_text());
  std::string left, right;
  a >> left;
  b >> right;
  std::int64_t first = 0;
  const auto size = static_cast<std::int64_t>(one.size());
  for (int level = 62; level >= 0; --level) {
    const std::int64_t width = std::int64_t{1} << level;
    if ((size & width) == 0) continue;
    a >> left;
    b >> right;
    if (left != right) return {first, first + width - 1};
    first += width;
  }
  return {0, size - 1};
}

// Says what the tree of the entries disagrees with: where the head agrees, the entries are what they were.
void JournalCheck::conclude_tree() {
  if (!head_readable_) return;
  const auto said = static_cast<std::int64_t>(head_.frontier.size());
  if (said != expected_ || head_size_ != said) {
    its_.ailing(at(std::min(said, expected_)),
                make_error("doctor.journal-size", {{"head", head_size_}, {"tree", said}, {"found", expected_}}),
                restore_remedy());
  }
  const bool comparable = whole_ && said == expected_;
  const bool agrees = comparable && frontier_ == head_.frontier;
  for (const journal::Subtree& subtree : different_) {
    const std::int64_t width = std::int64_t{1} << subtree.level;
    const std::int64_t first = static_cast<std::int64_t>(subtree.index) * width;
    its_.ailing(at(first),
                agrees ? make_error("doctor.subtree-differs", {{"first", first}, {"last", first + width - 1}})
                       : make_error("doctor.entries-differ", {{"first", first}, {"last", first + width - 1}}),
                restore_remedy());
  }
  if (comparable && !agrees && different_.empty()) {
    const auto [first, last] = first_difference(frontier_, head_.frontier);
    its_.ailing(at(first), make_error("doctor.frontier-differs", {{"first", first}, {"last", last}}), restore_remedy());
  }
}

Status JournalCheck::check_checkpoints() {
  const store::Cell unit = unit_id_;
  return its_.database.query(
      "SELECT size, note FROM checkpoints WHERE unit_id = ? ORDER BY size", std::span(&unit, 1),
      [&](const store::Row& row) -> Status {
        ++its_.report.examined.checkpoints;
        const std::int64_t size = row.integer(0);
        const auto note = journal::SignedCheckpoint::parse(row.text(1));
        const bool readable = note && note->checkpoint.unit_id == unit_id_ &&
                              static_cast<std::int64_t>(note->checkpoint.size) == size &&
                              note->checkpoint.algorithm == head_.algorithm;
        if (!readable) {
          its_.ailing(at(size), make_error("doctor.checkpoint-damaged", {{"size", size}}), restore_remedy());
          return {};
        }
        if (its_.options.key) {
          if (const Status good = journal::verify(*note, *its_.options.key); !good) {
            its_.ailing(at(size),
                        make_error("doctor.checkpoint-signature", {{"size", size}, {"why", good.error().message}}),
                        message_text("doctor.remedy-signature"));
          }
        }
        const auto root = roots_.find(size);
        const bool beyond = root == roots_.end() && size > expected_;
        if (beyond || (root != roots_.end() && root->second != note->checkpoint.root)) {
          its_.ailing(at(size),
                      make_error("doctor.checkpoint-differs", {{"size", size}, {"time", note->checkpoint.time}}),
                      restore_remedy());
        }
        return {};
      });
}

}  // namespace

Result<JournalState> check_journal(Case& its, const std::string& unit_id) {
  return JournalCheck(its, unit_id).run();
}

}  // namespace jiheng::doctor
