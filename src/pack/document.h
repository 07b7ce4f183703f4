// A TOML file as a tree that remembers where everything stands, and the Reporter that collects mistakes with their
// places. For pack/ and for other readers of TOML (audit/ignore). Lines and columns count from 1, columns in
// characters. Thread-safety: values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pack/load.h"

namespace jiheng::pack {

struct Place {
  int file = -1;
  int line = 0;  // 0: the whole file
  int column = 0;
  int length = 1;
};

struct Member;

struct Node {
  enum class Kind { text, integer, floating, boolean, date, array, table };
  Kind kind = Kind::table;
  Place place;       // of the value; of a table: its header
  std::string text;  // the text; of the other scalars: how the file spells them
  std::int64_t integer = 0;
  bool boolean = false;
  std::vector<Node> items;      // array
  std::vector<Member> members;  // table, by key
};

struct Member {
  std::string key;
  Place place;
  Node value;
};

std::string_view title(Node::Kind kind);  // 字符串 整数 …

class Reporter {
 public:
  // The file's text is kept, to be quoted by diagnostics.
  int add_file(std::string path, std::string bytes);
  const std::string& bytes(int file) const { return files_[static_cast<std::size_t>(file)].bytes; }

  void add(const Place& place, std::string_view code, std::initializer_list<Argument> arguments = {});
  void add(const Place& place, const Error& error);

  std::string where(const Place& place) const;  // "packs/a/pack.toml:3", for "first defined at"
  std::string_view line(int file, int line) const;
  int line_count(int file) const { return static_cast<int>(files_[static_cast<std::size_t>(file)].lines.size()); }
  std::string_view first_lines(int file, int count) const;
  Place place_of_byte(int file, std::size_t offset) const;
  // The place of bytes [offset, offset + length) of a text value; the value's own place where the text is written with
  // escapes or over several lines.
  Place inside(const Node& text, std::size_t offset, std::size_t length) const;

  bool empty() const { return diagnostics_.empty(); }
  std::vector<Diagnostic> take();  // sorted by file, line, column

 private:
  struct File {
    std::string path;
    std::string bytes;
    std::vector<std::size_t> lines;  // byte offsets of line starts
  };
  std::vector<File> files_;
  std::vector<Diagnostic> diagnostics_;
};

// The tree of file `file`; nothing if it is not UTF-8 or not TOML (one mistake is reported).
std::optional<Node> parse_document(Reporter& reporter, int file);

// Characters (code points) of `text`.
int count_characters(std::string_view text);

// "，是不是“documents”？" when one of `known` is near enough to `wrong`, or "；可用的有：a、b" when there are few, or
// "".
std::string hint(std::string_view wrong, const std::vector<std::string_view>& known);
// The nearest of `known`, if it is near enough to be what was meant.
std::optional<std::string_view> nearest(std::string_view wrong, const std::vector<std::string_view>& known);

}  // namespace jiheng::pack
