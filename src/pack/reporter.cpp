#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "pack/document.h"

namespace jiheng::pack {
namespace {

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && is_continuation(text[end])) ++end;
    out.push_back(text.substr(i, end - i));
    i = end;
  }
  return out;
}

// Edits (insert, delete, replace, swap of neighbours) from one to the other.
std::size_t edit_distance(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

constexpr std::size_t longest_name = 60;  // beyond this nobody meant a name

// Without control characters (tabs stay), which would disturb a terminal.
std::string printable(std::string_view line) {
  std::string out;
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\t') || byte == 0x7F) {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string_view title(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::text:
      return "字符串";
    case Node::Kind::integer:
      return "整数";
    case Node::Kind::floating:
      return "浮点数";
    case Node::Kind::boolean:
      return "true或false";
    case Node::Kind::date:
      return "日期时间";
    case Node::Kind::array:
      return "数组";
    case Node::Kind::table:
      return "表";
  }
  return "";
}

int count_characters(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

std::optional<std::string_view> nearest(std::string_view wrong, const std::vector<std::string_view>& known) {
  const std::vector<std::string_view> from = characters(wrong);
  if (from.size() > longest_name) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t least = std::clamp<std::size_t>(from.size() / 3, 1, 3) + 1;
  for (const std::string_view name : known) {
    const std::vector<std::string_view> to = characters(name);
    if (to.size() > from.size() + least || from.size() > to.size() + least) continue;
    const std::size_t distance = edit_distance(from, to);
    // A name of one character is near to every other; it says nothing.
    if (distance < least && distance < std::max(from.size(), to.size())) least = distance, best = name;
  }
  return best;
}

std::string hint(std::string_view wrong, const std::vector<std::string_view>& known) {
  if (const auto meant = nearest(wrong, known)) return message_text("pack.hint-meant", {{"name", *meant}});
  if (known.empty() || known.size() > 20) return "";
  std::string names;
  for (const std::string_view name : known) names.append(names.empty() ? "" : "、").append(name);
  return message_text("pack.hint-known", {{"names", names}});
}

int Reporter::add_file(std::string path, std::string bytes) {
  File file{std::move(path), std::move(bytes), {0}};
  for (std::size_t i = 0; i < file.bytes.size(); ++i) {
    if (file.bytes[i] == '\n') file.lines.push_back(i + 1);
  }
  files_.push_back(std::move(file));
  return static_cast<int>(files_.size()) - 1;
}

std::string_view Reporter::line(int file, int line) const {
  const File& from = files_[static_cast<std::size_t>(file)];
  if (line < 1 || static_cast<std::size_t>(line) > from.lines.size()) return {};
  const std::size_t start = from.lines[static_cast<std::size_t>(line) - 1];
  std::string_view text = std::string_view(from.bytes).substr(start);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (line == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  // What is not UTF-8 is not quoted.
  if (const std::size_t bad = find_invalid_utf8(text); bad != text.npos) text = text.substr(0, bad);
  return text;
}

std::string_view Reporter::first_lines(int file, int count) const {
  const File& from = files_[static_cast<std::size_t>(file)];
  const auto after = static_cast<std::size_t>(count);
  return std::string_view(from.bytes).substr(0, after < from.lines.size() ? from.lines[after] : from.bytes.size());
}

Place Reporter::place_of_byte(int file, std::size_t offset) const {
  const File& from = files_[static_cast<std::size_t>(file)];
  const auto next = std::upper_bound(from.lines.begin(), from.lines.end(), offset);
  const std::size_t start = *(next - 1);
  const bool mark = start == 0 && from.bytes.starts_with("\xEF\xBB\xBF") && offset >= 3;
  const std::string_view before = std::string_view(from.bytes).substr(start, offset - start);
  return {file, static_cast<int>(next - from.lines.begin()), 1 + count_characters(before) - (mark ? 1 : 0), 1};
}

void Reporter::add(const Place& place, std::string_view code, std::initializer_list<Argument> arguments) {
  add(place, make_error(code, arguments));
}

void Reporter::add(const Place& place, const Error& error) {
  Diagnostic diagnostic;
  diagnostic.file = place.file < 0 ? "" : files_[static_cast<std::size_t>(place.file)].path;
  diagnostic.line = place.line;
  diagnostic.column = place.column;
  diagnostic.length = place.length;
  diagnostic.code = error.code;
  diagnostic.message = error.message;
  if (place.file >= 0) diagnostic.source_line = printable(line(place.file, place.line));
  diagnostics_.push_back(std::move(diagnostic));
}

std::string Reporter::where(const Place& place) const {
  return files_[static_cast<std::size_t>(place.file)].path + ":" + std::to_string(place.line);
}

Place Reporter::inside(const Node& text, std::size_t offset, std::size_t length) const {
  const std::vector<std::string_view> source = characters(line(text.place.file, text.place.line));
  const auto start = static_cast<std::size_t>(text.place.column) - 1;
  const std::size_t end = start + static_cast<std::size_t>(text.place.length);
  if (end > source.size() || end < start + 2 || (source[start] != "\"" && source[start] != "'")) return text.place;
  // Between its quotes the value must stand as it is: neither escapes nor the quotes of a longer string.
  std::string written;
  for (std::size_t i = start + 1; i + 1 < end; ++i) written += source[i];
  if (written != text.text) return text.place;
  Place place = text.place;
  place.column += 1 + count_characters(std::string_view(text.text).substr(0, offset));
  place.length = 1;
  if (offset < text.text.size()) {
    place.length = std::max(1, count_characters(std::string_view(text.text).substr(offset, length)));
  }
  return place;
}

std::vector<Diagnostic> Reporter::take() {
  const auto order = [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(), order);
  return std::move(diagnostics_);
}

std::string to_string(const Diagnostic& diagnostic) {
  std::string out = diagnostic.file;
  if (diagnostic.line > 0) out += ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
  out += (out.empty() ? "" : ": ") + diagnostic.message + "\n";
  if (diagnostic.line == 0) return out;
  const std::vector<std::string_view> source = characters(diagnostic.source_line);
  const std::size_t start = std::min(source.size(), static_cast<std::size_t>(std::max(0, diagnostic.column - 1)));
  const std::size_t end = std::min(source.size(), start + static_cast<std::size_t>(std::max(1, diagnostic.length)));
  out += diagnostic.source_line + "\n";
  for (std::size_t i = 0; i < start; ++i) {
    out += source[i] == "\t" ? "\t" : std::string(display_width(source[i]), ' ');
  }
  std::size_t width = 0;
  for (std::size_t i = start; i < end; ++i) width += source[i] == "\t" ? 1 : display_width(source[i]);
  return out + "^" + std::string(width > 1 ? width - 1 : 0, '~') + "\n";
}

std::string to_string(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) out += to_string(diagnostic);
  return out;
}

}  // namespace jiheng::pack
