// Automatic numbers of a Word file: what stands before a numbered paragraph, counted as Word counts it from
// numbering.xml and styles.xml. Private to reading. Thread-safety: one object is used by one thread.
#pragma once

#include <array>
#include <map>
#include <pugixml.hpp>
#include <string>

namespace jiheng::reading {

class WordNumbering {
 public:
  void read_numbering(const pugi::xml_document& numbering);
  void read_styles(const pugi::xml_document& styles);

  struct Paragraph {
    std::u32string label;  // empty: not numbered, or a bullet
    bool heading = false;
  };
  // Counts this paragraph.
  Paragraph paragraph(const pugi::xml_node& properties);

 private:
  static constexpr int levels = 9;
  struct Level {
    std::string format = "decimal";
    std::string text;  // "（%1）"
    int start = 1;
    bool legal = false;  // all numbers in it decimal
  };
  using Levels = std::array<Level, levels>;
  struct Numbering {
    int abstract = -1;
    std::map<int, int> starts;  // overrides, by level
    bool used = false;
  };
  struct Style {
    std::string based_on;
    int number = -1;  // numId
    int level = -1;
    int outline = -1;
  };

  static Level level_of(const pugi::xml_node& node);
  Style resolved(std::string id) const;
  std::u32string label_of(int abstract, int level) const;

  std::map<int, Levels> abstracts_;
  std::map<int, Numbering> numberings_;
  std::map<std::string, Style> styles_;
  std::map<int, std::array<int, levels>> counts_;  // by abstract; -1: not begun
};

}  // namespace jiheng::reading
