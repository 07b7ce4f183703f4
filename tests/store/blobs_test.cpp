// Files in the database, on both engines: what goes in comes out, byte for byte, and what is not so is found.
#include "store/blobs.h"

#include <rapidcheck.h>

#include <fstream>

#include "base/sha256.h"
#include "engine.h"

namespace jiheng::store {
namespace {

constexpr std::string_view unit = "440118001";
constexpr std::int64_t no_limit = std::int64_t{1} << 40;

class BlobsTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    if (IsSkipped()) return;
    database_ = open();
    ASSERT_OK(initialise(*database_, make_library({})));
  }

  std::string write(const std::string& name, std::string_view bytes) const {
    const std::string path = directory_.file(name);
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  // Of every byte value, none the same as 1 MiB before it.
  static std::string many_bytes(std::size_t size) {
    std::string bytes(size, '\0');
    std::uint32_t state = 2022;
    for (char& byte : bytes) byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return bytes;
  }
  Result<Blob> store(const std::string& path) {
    auto file = measure_file(path, no_limit);
    if (!file) return fail(file.error());
    auto transaction = Transaction::start(*database_);
    if (!transaction) return fail(transaction.error());
    if (Status status = store_blob(*database_, unit, path, file->blob); !status) return fail(status.error());
    if (Status status = transaction->commit(); !status) return fail(status.error());
    return file->blob;
  }
  Result<std::string> read(std::string_view sha256) {
    std::string bytes;
    const Status status = read_blob(*database_, unit, sha256, [&](std::string_view piece) -> Status {
      EXPECT_LE(piece.size(), std::size_t{1} << 20);
      bytes += piece;
      return {};
    });
    if (!status) return fail(status.error());
    return bytes;
  }
  void change(std::string_view sql, std::span<const Cell> parameters = {}) {
    auto transaction = Transaction::start(*database_);
    ASSERT_OK(transaction);
    ASSERT_OK(database_->execute(sql, parameters));
    ASSERT_OK(transaction->commit());
  }

  std::unique_ptr<Database> database_;
};
INSTANTIATE_ON_ENGINES(BlobsTest);

TEST_P(BlobsTest, KeepsFortyMegabytesInPieces) {
  const std::string bytes = many_bytes((std::size_t{40} << 20) + 1);
  const std::string path = write("large.bin", bytes);
  const auto measured = measure_file(path, no_limit);
  ASSERT_OK(measured);
  EXPECT_EQ(measured->blob.sha256, sha256_hex(bytes));
  EXPECT_EQ(measured->blob.size, (std::int64_t{40} << 20) + 1);
  EXPECT_EQ(measured->head, bytes.substr(0, 4096));
  ASSERT_OK(store(path));
  EXPECT_EQ(rows(*database_, "SELECT COUNT(*), MAX(position) FROM blob_pieces"), std::vector<std::string>{"41|40"});
  const auto again = read(measured->blob.sha256);
  ASSERT_OK(again);
  EXPECT_TRUE(*again == bytes);
}

TEST_P(BlobsTest, WhatGoesInComesOut) {
  EXPECT_TRUE(rc::check([&](const std::string& start) {
    const auto size = *rc::gen::element<std::size_t>(0, 1, 1048575, 1048576, 1048577, 2097152);
    const std::string bytes = start + many_bytes(size);
    const auto blob = store(write("some.bin", bytes));
    RC_ASSERT(code(blob) == "");
    RC_ASSERT(blob->size == static_cast<std::int64_t>(bytes.size()));
    RC_ASSERT(read(blob->sha256).value() == bytes);
  }));
}

TEST_P(BlobsTest, KeepsOneContentOnceForEachUnit) {
  const auto first = store(write("a.txt", "相同的内容"));
  ASSERT_OK(first);
  ASSERT_OK(store(write("b.txt", "相同的内容")));
  EXPECT_EQ(rows(*database_, "SELECT unit_id, size FROM blobs"), std::vector<std::string>{"440118001|15"});
  EXPECT_EQ(blob_size(*database_, unit, first->sha256).value(), std::optional<std::int64_t>(15));
  EXPECT_EQ(blob_size(*database_, "440118002", first->sha256).value(), std::nullopt);
  EXPECT_EQ(code(read_blob(*database_, "440118002", first->sha256, [](auto) -> Status { return {}; })), "blob.none");
}

TEST_P(BlobsTest, FindsAChangedByteALostPieceAndAWrongSize) {
  const auto blob = store(write("large.bin", many_bytes((std::size_t{2} << 20) + 5)));
  ASSERT_OK(blob);
  ASSERT_OK(read(blob->sha256));
  std::string middle;
  ASSERT_OK(database_->query("SELECT bytes FROM blob_pieces WHERE position = 1", {}, [&](const Row& row) -> Status {
    middle = row.bytes(0);
    return {};
  }));
  ASSERT_EQ(middle.size(), std::size_t{1} << 20);

  std::string forged = middle;
  forged[777'777] = static_cast<char>(forged[777'777] ^ 1);
  const Cell bad[] = {Cell::of_bytes(forged)}, good[] = {Cell::of_bytes(middle)};
  change("UPDATE blob_pieces SET bytes = ? WHERE position = 1", bad);
  EXPECT_EQ(code(read(blob->sha256)), "blob.damaged");
  change("UPDATE blob_pieces SET bytes = ? WHERE position = 1", good);
  EXPECT_EQ(code(read(blob->sha256)), "");

  change("UPDATE blobs SET size = size + 1");
  EXPECT_EQ(code(read(blob->sha256)), "blob.damaged");
  change("UPDATE blobs SET size = size - 1");

  change("DELETE FROM blob_pieces WHERE position = 2");
  EXPECT_EQ(code(read(blob->sha256)), "blob.damaged");
}

TEST_P(BlobsTest, RefusesAFileThatIsNoLongerWhatWasMeasured) {
  for (const std::string_view now : {"the same length, other bytes!", "shorter", "longer than it was when measured"}) {
    const std::string path = write("busy.txt", "the same length, these bytes!");
    const auto file = measure_file(path, no_limit);
    ASSERT_OK(file);
    write("busy.txt", now);
    {
      auto transaction = Transaction::start(*database_);
      ASSERT_OK(transaction);
      EXPECT_EQ(code(store_blob(*database_, unit, path, file->blob)), "blob.changed") << now;
    }
    EXPECT_EQ(rows(*database_, "SELECT sha256 FROM blobs"), std::vector<std::string>{});
  }
}

TEST_P(BlobsTest, RefusesWhatIsTooLargeOrNoFile) {
  const std::string path = write("ten.txt", "0123456789");
  EXPECT_EQ(code(measure_file(path, 10)), "");
  EXPECT_EQ(whole(measure_file(path, 9)), "blob.too-large: “" + path + "”太大：一个文件不能超过9 字节 []");
  EXPECT_EQ(code(measure_file(directory_.path(), 10)), "blob.not-a-file");
  EXPECT_EQ(code(measure_file(directory_.file("none.txt"), 10)), "blob.cannot-read");
}

TEST_P(BlobsTest, RemovesAFileWithItsPieces) {
  const auto kept = store(write("kept.txt", "kept"));
  const auto gone = store(write("gone.txt", "gone"));
  ASSERT_OK(kept);
  ASSERT_OK(gone);
  auto transaction = Transaction::start(*database_);
  ASSERT_OK(transaction);
  ASSERT_OK(remove_blob(*database_, unit, gone->sha256));
  ASSERT_OK(transaction->commit());
  EXPECT_EQ(code(read(gone->sha256)), "blob.none");
  EXPECT_EQ(read(kept->sha256).value(), "kept");
  EXPECT_EQ(rows(*database_, "SELECT COUNT(*) FROM blob_pieces"), std::vector<std::string>{"1"});
}

}  // namespace
}  // namespace jiheng::store
