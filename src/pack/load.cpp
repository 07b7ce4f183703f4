// Finding packs, ordering them, and the phases of loading: read every definition, then resolve names between them.
#include "pack/load.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/sha256.h"
#include "pack/loader.h"

namespace jiheng::pack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view manifest_name = "pack.toml";

// Each file as its name, its length and its bytes, parted by zero bytes, which no name contains.
std::string hash_of(const std::vector<Source>& files) {
  std::string all;
  for (const Source& file : files) {
    all.append(file.name).push_back('\0');
    all.append(std::to_string(file.bytes.size())).push_back('\0');
    all.append(file.bytes);
  }
  return sha256_hex(all);
}

std::string last_part(const std::string& directory) {
  return fs::path(directory).filename().string();
}

class PackReader {
 public:
  explicit PackReader(Loader& loader) : loader_(loader), reporter_(loader.reporter) {}

  void read(std::vector<PackSource> sources) {
    for (PackSource& source : sources) read_pack(source);
    resolve_requires();
    order();
  }

  void read_definitions() {
    for (std::size_t i = 0; i < loader_.packs.size(); ++i) {
      for (const Node* document : loader_.packs[i].documents) read_document(static_cast<int>(i), *document);
    }
  }

 private:
  void read_pack(PackSource& source) {
    std::sort(source.files.begin(), source.files.end(),
              [](const Source& a, const Source& b) { return a.name < b.name; });
    PackDraft draft;
    draft.info.directory = source.directory;
    draft.info.sha256 = hash_of(source.files);
    bool has_manifest = false;
    for (Source& file : source.files) {
      const bool is_manifest = file.name == manifest_name;
      has_manifest = has_manifest || is_manifest;
      const int index = reporter_.add_file(std::move(file.path), std::move(file.bytes));
      std::optional<Node> document;
      if (file.unreadable) {
        reporter_.add({index, 0, 0, 1}, "pack.unreadable");
      } else {
        document = parse_document(reporter_, index);
      }
      if (!document) {
        loader_.incomplete = true;
        if (is_manifest) no_manifest(draft);
        continue;
      }
      document->place.file = index;
      loader_.documents.push_back(std::move(*document));
      draft.documents.push_back(&loader_.documents.back());
      if (!is_manifest) continue;
      draft.manifest = &loader_.documents.back();
      read_manifest(draft, *draft.manifest);
    }
    if (!has_manifest) {
      reporter_.add({reporter_.add_file(source.directory, ""), 0, 0, 1}, "pack.no-manifest");
      no_manifest(draft);
    }
    loader_.packs.push_back(std::move(draft));
  }

  // The folder's name stands in for the id, so that those who require the pack are not blamed.
  void no_manifest(PackDraft& draft) {
    draft.info.id = last_part(draft.info.directory);
    draft.sound = false;
  }

  void read_manifest(PackDraft& draft, const Node& document) {
    Table root(reporter_, document);
    const Node* node = root.table("pack");
    if (!node) {
      if (!root.find("pack")) reporter_.add({document.place.file, 1, 1, 1}, "pack.missing-key", {{"key", "pack"}});
      return no_manifest(draft);
    }
    Table table(reporter_, *node);
    const Text id = table.text("id", Need::required);
    check_id(reporter_, id, IdForm::dashed);
    loader_.define(pack_places_, id);
    draft.info.id = id ? id.value : last_part(draft.info.directory);
    draft.info.title = table.text("title", Need::required).value;
    draft.info.version = table.text("version", Need::required).value;
    draft.requires_ = table.texts("requires");
    for (const Text& name : draft.requires_) draft.info.requires_.push_back(name.value);
    draft.info.provenance = table.provenance();
    table.finish();
  }

  void resolve_requires() {
    std::vector<std::string_view> known;
    for (const PackDraft& draft : loader_.packs) known.push_back(draft.info.id);
    uses_.resize(loader_.packs.size());
    for (std::size_t i = 0; i < loader_.packs.size(); ++i) {
      for (const Text& name : loader_.packs[i].requires_) {
        const auto found = std::find(known.begin(), known.end(), name.value);
        if (found != known.end()) {
          uses_[i].push_back(static_cast<std::size_t>(found - known.begin()));
          continue;
        }
        reporter_.add(name.place(), "pack.unknown-pack", {{"name", name.value}, {"hint", hint(name.value, known)}});
        loader_.packs[i].sound = false;
      }
    }
  }

  void order() {
    std::vector<std::size_t> by_id(loader_.packs.size());
    for (std::size_t i = 0; i < by_id.size(); ++i) by_id[i] = i;
    std::stable_sort(by_id.begin(), by_id.end(),
                     [&](std::size_t a, std::size_t b) { return loader_.packs[a].info.id < loader_.packs[b].info.id; });
    state_.resize(by_id.size(), State::unseen);
    for (const std::size_t i : by_id) visit(i);
    std::vector<int> position(by_id.size());
    for (std::size_t i = 0; i < order_.size(); ++i) position[order_[i]] = static_cast<int>(i);
    std::vector<PackDraft> ordered;
    for (const std::size_t i : order_) {
      PackDraft& draft = loader_.packs[i];
      draft.visible.insert(position[i]);
      for (const std::size_t used : uses_[i]) {
        draft.visible.insert(position[used]);
        if (static_cast<std::size_t>(position[used]) >= ordered.size()) continue;  // of a circle
        const PackDraft& below = ordered[static_cast<std::size_t>(position[used])];
        draft.visible.insert(below.visible.begin(), below.visible.end());
        if (!below.sound) draft.sound = false;
      }
      ordered.push_back(std::move(draft));
    }
    loader_.packs = std::move(ordered);
  }

  enum class State { unseen, open, done };

  void visit(std::size_t i) {
    if (state_[i] == State::done) return;
    if (state_[i] == State::open) return report_cycle(i);
    state_[i] = State::open;
    path_.push_back(i);
    for (const std::size_t used : uses_[i]) visit(used);
    path_.pop_back();
    state_[i] = State::done;
    order_.push_back(i);
  }

  void report_cycle(std::size_t start) {
    std::string cycle;
    std::string next;
    for (auto i = std::find(path_.begin(), path_.end(), start); i != path_.end(); ++i) {
      PackDraft& draft = loader_.packs[*i];
      cycle += draft.info.id + " → ";
      draft.sound = false;
      if (next.empty()) next = i + 1 == path_.end() ? draft.info.id : loader_.packs[*(i + 1)].info.id;
    }
    const PackDraft& first = loader_.packs[start];
    for (const Text& name : first.requires_) {
      if (name.value != next) continue;
      return reporter_.add(name.place(), "pack.requires-cycle", {{"cycle", cycle + first.info.id}});
    }
  }

  void read_document(int pack, const Node& document) {
    Table root(reporter_, document);
    if (&document == loader_.packs[static_cast<std::size_t>(pack)].manifest) root.find("pack");
    for (const Node* node : root.tables("role")) loader_.read_role(pack, *node);
    for (const Node* node : root.tables("register")) loader_.read_register(pack, *node);
    for (const Node* node : root.tables("paper")) loader_.read_paper(pack, *node);
    for (const Node* node : root.tables("measure")) loader_.read_measure(pack, *node);
    for (const Node* node : root.tables("calendar")) loader_.read_calendar(*node);
    if (const Node* node = root.table("rubric")) loader_.read_rubric(pack, *node);
    if (const Node* node = root.table("report")) loader_.read_report(pack, *node);
    if (const Node* node = root.table("rule_set")) loader_.read_rule_set(pack, *node);
    root.finish();
  }

  Loader& loader_;
  Reporter& reporter_;
  std::map<std::string, Place> pack_places_;
  std::vector<std::vector<std::size_t>> uses_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
  std::vector<std::size_t> order_;
};

Library library_of(Loader& loader) {
  Library library;
  std::string hashes;
  for (PackDraft& draft : loader.packs) {
    hashes.append(draft.info.id).append("\n").append(draft.info.sha256).append("\n");
    library.packs.push_back(std::move(draft.info));
  }
  library.sha256 = sha256_hex(hashes);
  for (RoleDraft& draft : loader.roles) library.roles.push_back(std::move(draft.value));
  for (RegisterDraft& draft : loader.registers) library.registers.push_back(std::move(draft.value));
  for (const int i : loader.measure_order) {
    library.measures.push_back(std::move(loader.measures[static_cast<std::size_t>(i)].value));
  }
  for (RubricDraft& draft : loader.rubrics) library.rubrics.push_back(std::move(draft.value));
  for (ReportDraft& draft : loader.reports) library.reports.push_back(std::move(draft.value));
  for (PaperDraft& draft : loader.papers) library.papers.push_back(std::move(draft.value));
  for (RuleSetDraft& draft : loader.rule_sets) library.rule_sets.push_back(std::move(draft.value));
  library.calendar = std::move(loader.calendar);
  library.measure_scope = std::move(loader.measure_scope);
  return library;
}

// The shorter of the two ways to name a file from here.
std::string shown(const fs::path& path) {
  std::error_code error;
  const fs::path relative = fs::proximate(path, error);
  if (error || relative.empty()) return path.string();
  return relative.string().size() < path.string().size() ? relative.string() : path.string();
}

Source read_file(const fs::path& path, const fs::path& root) {
  Source source;
  source.path = shown(path);
  source.name = path.lexically_relative(root).generic_string();
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  if (in) bytes << in.rdbuf();
  source.unreadable = !in || in.bad();
  source.bytes = std::move(bytes).str();
  return source;
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with(".");
}

void find_definitions(const fs::path& folder, std::vector<fs::path>& out) {
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    if (is_hidden(i->path())) continue;
    std::error_code ignored;
    // A link to a folder could lead round in a circle.
    if (i->is_directory(ignored) && !i->is_symlink(ignored)) {
      find_definitions(i->path(), out);
    } else if (i->path().extension() == ".toml") {
      out.push_back(i->path());
    }
  }
}

PackSource read_pack(const fs::path& folder) {
  PackSource pack;
  pack.directory = shown(folder);
  std::vector<fs::path> files;
  find_definitions(folder, files);
  for (const fs::path& file : files) pack.files.push_back(read_file(file, folder));
  return pack;
}

bool is_pack(const fs::path& folder) {
  std::error_code error;
  return fs::exists(folder / manifest_name, error);
}

LoadResult whole_path(const fs::path& path, std::string_view code) {
  const Error error = make_error(code);
  Diagnostic diagnostic;
  diagnostic.file = shown(path);
  diagnostic.code = error.code;
  diagnostic.message = error.message;
  return tl::unexpected<std::vector<Diagnostic>>({std::move(diagnostic)});
}

// The packs in a folder: every folder in it that holds definitions, so that one without a manifest is not overlooked.
std::vector<fs::path> packs_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (fs::directory_iterator i(folder, error), end; !error && i != end; i.increment(error)) {
    std::error_code ignored;
    if (is_hidden(i->path()) || !i->is_directory(ignored)) continue;
    std::vector<fs::path> files;
    find_definitions(i->path(), files);
    if (!files.empty()) out.push_back(i->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

LoadResult load_sources(std::vector<PackSource> packs) {
  Loader loader;
  PackReader reader(loader);
  reader.read(std::move(packs));
  reader.read_definitions();
  loader.resolve_roles();
  loader.resolve_registers();
  loader.resolve_measures();
  loader.resolve_rubrics();
  loader.resolve_reports();
  loader.resolve_papers();
  loader.resolve_rule_sets();
  if (!loader.reporter.empty()) return tl::unexpected<std::vector<Diagnostic>>(loader.reporter.take());
  return library_of(loader);
}

ManifestPeek peek_manifest(const std::string& bytes) {
  ManifestPeek peek;
  Reporter reporter;  // its mistakes are told by load_sources
  const std::optional<Node> document = parse_document(reporter, reporter.add_file("", bytes));
  if (!document) return peek;
  Table root(reporter, *document);
  if (const Node* node = root.table("pack")) {
    Table table(reporter, *node);
    peek.id = table.text("id").value;
    for (const Text& name : table.texts("requires")) peek.requires_.push_back(name.value);
  }
  return peek;
}

LoadResult load(const fs::path& path, const fs::path& fallback_root) {
  std::error_code error;
  fs::path root = fs::absolute(path, error).lexically_normal();
  if (!root.has_filename()) root = root.parent_path();  // "packs/"
  if (error || !fs::is_directory(root, error)) return whole_path(path, "pack.unreadable");
  std::vector<fs::path> folders = is_pack(root) ? std::vector<fs::path>{root} : packs_in(root);
  if (folders.empty()) return whole_path(root, "pack.no-manifest");
  const fs::path beside = is_pack(root) ? root.parent_path() : root;

  std::vector<PackSource> packs;
  std::set<std::string> found;
  std::vector<std::string> wanted;
  const auto take = [&](const fs::path& folder) {
    packs.push_back(read_pack(folder));
    ManifestPeek peek;
    for (const Source& file : packs.back().files) {
      if (file.name == manifest_name) peek = peek_manifest(file.bytes);
    }
    found.insert(peek.id.empty() ? folder.filename().string() : peek.id);
    wanted.insert(wanted.end(), peek.requires_.begin(), peek.requires_.end());
  };
  for (const fs::path& folder : folders) take(folder);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string name = wanted[i];
    // A name with a separator is no id; it must not lead out of the folder of packs.
    if (found.contains(name) || name.find_first_of("/\\") != name.npos || name.starts_with(".")) continue;
    for (const fs::path& place : {beside, fallback_root}) {
      if (place.empty() || !is_pack(place / name)) continue;
      take(fs::absolute(place / name, error).lexically_normal());
      break;
    }
    found.insert(name);  // looked for once
  }
  return load_sources(std::move(packs));
}

}  // namespace jiheng::pack
