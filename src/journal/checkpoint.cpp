#include "journal/checkpoint.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/date.h"
#include "base/text.h"
#include "journal/base64.h"

namespace jiheng::journal {
namespace {

constexpr std::string_view origin_prefix = "jiheng/", time_prefix = "time ", hash_prefix = "hash ", dash = "— ";
constexpr std::size_t longest_text = 128 << 10, longest_unit = 64, most_signatures = 16;
constexpr std::size_t body_lines = 5;

tl::unexpected<Error> not_a_checkpoint(std::size_t line, std::string_view reason_code) {
  return fail("journal.checkpoint", {{"line", line}, {"reason", message_text(reason_code)}});
}

// A decimal number of up to 62 bits, without leading zeros.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || std::to_string(value) != text || value >> 62 != 0) return std::nullopt;
  return value;
}

bool is_key_name(std::string_view name) {
  const std::u32string letters = to_code_points(name);
  return !letters.empty() && std::none_of(letters.begin(), letters.end(), [](char32_t c) {
    return c == U'+' || u_isUWhiteSpace(static_cast<UChar32>(c));
  });
}

std::optional<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return std::nullopt;
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == line.npos || !is_key_name(line.substr(0, space))) return std::nullopt;
  const auto bytes = parse_base64(line.substr(space + 1));
  NoteSignature signature{std::string(line.substr(0, space)), {}, {}};
  if (!bytes || bytes->size() <= signature.key_id.size()) return std::nullopt;
  std::memcpy(signature.key_id.data(), bytes->data(), signature.key_id.size());
  signature.signature = bytes->substr(signature.key_id.size());
  return signature;
}

Result<Checkpoint> parse_body(std::span<const std::string> lines) {
  Checkpoint checkpoint;
  if (!lines[0].starts_with(origin_prefix) || !is_unit_id(std::string_view(lines[0]).substr(origin_prefix.size()))) {
    return not_a_checkpoint(1, "journal.checkpoint.origin");
  }
  checkpoint.unit_id = lines[0].substr(origin_prefix.size());
  const auto size = parse_size(lines[1]);
  if (!size) return not_a_checkpoint(2, "journal.checkpoint.size");
  checkpoint.size = *size;
  const auto root = Hash::parse_base64(lines[2]);
  if (!root) return not_a_checkpoint(3, "journal.checkpoint.root");
  checkpoint.root = *root;
  if (!lines[3].starts_with(time_prefix) || !is_utc_time(std::string_view(lines[3]).substr(time_prefix.size()))) {
    return not_a_checkpoint(4, "journal.checkpoint.time");
  }
  checkpoint.time = lines[3].substr(time_prefix.size());
  const auto algorithm = lines[4].starts_with(hash_prefix)
                             ? parse_hash_algorithm(std::string_view(lines[4]).substr(hash_prefix.size()))
                             : std::nullopt;
  if (!algorithm) return not_a_checkpoint(5, "journal.checkpoint.hash");
  checkpoint.algorithm = *algorithm;
  return checkpoint;
}

}  // namespace

bool is_unit_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= longest_unit && std::all_of(text.begin(), text.end(), allowed);
}

bool is_utc_time(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return false;
  }
  return Date::parse(text.substr(0, 10)).has_value() && text.substr(11, 2) < "24" && text.substr(14, 2) < "60" &&
         text.substr(17, 2) < "60";
}

std::string Checkpoint::body() const {
  return origin() + "\n" + std::to_string(size) + "\n" + root.to_base64() + "\n" + std::string(time_prefix) + time +
         "\n" + std::string(hash_prefix) + std::string(id_of(algorithm)) + "\n";
}

std::string SignedCheckpoint::to_text() const {
  std::string text = checkpoint.body() + "\n";
  for (const NoteSignature& each : signatures) {
    std::string bytes(each.key_id.begin(), each.key_id.end());
    text += std::string(dash) + each.name + " " + to_base64(bytes + each.signature) + "\n";
  }
  return text;
}

Result<SignedCheckpoint> SignedCheckpoint::parse(std::string_view text) {
  if (text.size() > longest_text) return not_a_checkpoint(1, "journal.checkpoint.too-long");
  if (find_invalid_utf8(text) != text.npos) return not_a_checkpoint(1, "journal.checkpoint.encoding");
  if (!text.ends_with('\n')) return not_a_checkpoint(1, "journal.checkpoint.cut");
  const std::vector<std::string> lines = split(text.substr(0, text.size() - 1), '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    if (std::any_of(lines[i].begin(), lines[i].end(), is_control)) {
      return not_a_checkpoint(i + 1, "journal.checkpoint.control");
    }
  }
  if (lines.size() < body_lines + 2) return not_a_checkpoint(lines.size(), "journal.checkpoint.cut");
  SignedCheckpoint found;
  auto body = parse_body(std::span(lines).first(body_lines));
  if (!body) return fail(std::move(body.error()));
  found.checkpoint = std::move(*body);
  if (!lines[body_lines].empty()) return not_a_checkpoint(body_lines + 1, "journal.checkpoint.blank");
  for (std::size_t i = body_lines + 1; i < lines.size(); ++i) {
    auto signature = parse_signature(lines[i]);
    if (!signature) return not_a_checkpoint(i + 1, "journal.checkpoint.signature");
    if (found.signatures.size() == most_signatures) return not_a_checkpoint(i + 1, "journal.checkpoint.signatures");
    found.signatures.push_back(std::move(*signature));
  }
  return found;
}

Result<SignedCheckpoint> sign(const Checkpoint& checkpoint, const PrivateKey& key) {
  const std::string body = checkpoint.body(), name = checkpoint.origin();
  auto signature = key.sign(body);
  if (!signature) return fail(std::move(signature.error()));
  const SignedCheckpoint made{checkpoint, {{name, key.public_key().id(name), std::move(*signature)}}};
  return SignedCheckpoint::parse(made.to_text());
}

Status verify(const SignedCheckpoint& checkpoint, const PublicKey& key) {
  const std::string body = checkpoint.checkpoint.body(), name = checkpoint.checkpoint.origin();
  const KeyId id = key.id(name);
  bool is_signed = false;
  for (const NoteSignature& each : checkpoint.signatures) {
    if (each.name != name || each.key_id != id) continue;
    if (!key.verify(body, each.signature)) return fail("journal.bad-signature", {{"name", name}});
    is_signed = true;
  }
  if (!is_signed) return fail("journal.not-signed", {{"name", name}});
  return {};
}

}  // namespace jiheng::journal
