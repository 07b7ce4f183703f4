// Outline: the title, whose report it is and of which year, and its sections, known by what their headings say.
//
// Positions are those of reading::Document::text. Thread-safety: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reading/document.h"

namespace jiheng::audit {

enum class DocumentKind {
  report,          // 部门整体支出绩效自评报告
  project_report,  // 项目支出绩效自评报告
  scorecard,       // 自评表 alone
  accounts,        // 部门决算
  other,
};

enum class SectionKind {
  other,
  overview,      // 一、基本情况 (部门概况)
  duties,        // 部门职能、主要职责
  yearly_work,   // 年度总体工作和重点工作任务
  goals,         // 部门整体支出绩效目标
  budget,        // 部门整体收支情况
  management,    // 部门整体绩效管理情况
  evaluation,    // 二、综合评价分析、绩效自评情况
  conclusion,    // 自评结论
  completion,    // 绩效目标完成情况、履职效能分析
  efficiency,    // 管理效率分析
  projects,      // 项目支出完成情况
  achievements,  // 主要工作成效
  problems,      // 存在的主要问题
  measures,      // 下一步改进措施
  attachment,    // 附件
};

struct Section {
  SectionKind kind = SectionKind::other;
  int level = 1;    // 1 一、  2 （一）  3 1.
  int parent = -1;  // index of the section it lies in
  reading::Span heading;
  reading::Span span;  // heading and all below it, up to the next heading of the same or a higher level
  std::size_t first_block = 0;
  std::size_t last_block = 0;  // inclusive
};

struct Outline {
  DocumentKind kind = DocumentKind::other;
  std::u32string title;  // joined: 2023年度广州市荔湾区人民政府办公室部门整体支出绩效自评报告
  reading::Span title_span;
  std::u32string unit;            // 广州市荔湾区人民政府办公室; empty: not stated
  int year = 0;                   // of the title; 0: not stated
  std::vector<Section> sections;  // in order of their headings

  const Section* find(SectionKind kind) const;                     // the first of this kind
  SectionKind kind_at(std::uint32_t position) const;               // of the innermost section there whose kind is known
  bool is_inside(std::uint32_t position, SectionKind kind) const;  // in any section of this kind, at whatever depth
};

Outline outline_of(const reading::Document& document);

// What a heading says its section is about; without its number.
SectionKind section_kind_of(std::u32string_view heading);

}  // namespace jiheng::audit
