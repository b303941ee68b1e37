#include "emo3d/nn/pickle.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/nn/pickle_bytes.h"

namespace emo3d::nn {
namespace {

using Kind = PickleValue::Kind;

constexpr std::string_view kOrderedDict = "collections.OrderedDict";
constexpr std::uint8_t kProto = 0x80;
constexpr std::uint8_t kStop = '.';

/// The stack machine that a pickle is a program for. One member function an opcode; those that read more take it from
/// the bytes.
class Machine {
 public:
  Machine(std::span<const std::byte> bytes, const std::string& source, const PickleGlobals& globals)
      : bytes_(bytes, source), globals_(globals) {}

  Pickle run() {
    bytes_.expect(bytes_.left() <= kMaxPickleBytes, "{} bytes, at most {} are read,", bytes_.left(), kMaxPickleBytes);
    bytes_.expect(bytes_.left() > 0 && bytes_.opcode() == kProto, "no pickle of protocol 2 to 5");
    const std::uint64_t protocol = bytes_.natural(1);
    bytes_.expect(protocol >= 2 && protocol <= 5, "protocol {}, expected 2 to 5,", protocol);
    while ((opcode_ = bytes_.opcode()) != kStop) {
      const Step step = step_of(opcode_);
      bytes_.expect(step != nullptr, "opcode 0x{:02x}, which no state dict needs,", opcode_);
      step(*this);
    }
    bytes_.expect(stack_.size() == 1 && marks_.empty(), "{} values and {} marks are left", stack_.size(),
                  marks_.size());
    bytes_.expect(bytes_.left() == 0, "{} bytes follow the end", bytes_.left());
    pickle_.root = stack_.back();
    return std::move(pickle_);
  }

 private:
  using Step = void (*)(Machine&);
  /// What an opcode does; null for those that are refused.
  static Step step_of(std::uint8_t opcode);

  // The stack. Nothing below the last mark can be reached.

  [[nodiscard]] std::size_t above_mark() const { return stack_.size() - (marks_.empty() ? 0 : marks_.back()); }
  [[nodiscard]] std::uint32_t top() const {
    bytes_.expect(above_mark() > 0, "opcode 0x{:02x} without a value", opcode_);
    return stack_.back();
  }
  std::uint32_t pop() {
    const std::uint32_t index = top();
    stack_.pop_back();
    return index;
  }
  void push_index(std::uint32_t index) {
    bytes_.expect(stack_.size() < kMaxPickleStack, "more than {} values on the stack", kMaxPickleStack);
    stack_.push_back(index);
  }
  void push(PickleValue value) {
    auto& values = pickle_.values;
    bytes_.expect(values.size() < kMaxPickleValues, "more than {} values", kMaxPickleValues);
    value.offset = bytes_.opcode_at();
    values.push_back(std::move(value));
    push_index(static_cast<std::uint32_t>(values.size() - 1));
  }
  void push(Kind kind, std::vector<std::uint32_t> items = {}) { push({.kind = kind, .items = std::move(items)}); }
  void push_int(std::int64_t number) { push({.kind = Kind::kInt, .integer = number, .items = {}}); }
  void push_natural(std::size_t size) { push_int(static_cast<std::int64_t>(bytes_.natural(size))); }
  void push_bool(bool truth) { push({.kind = Kind::kBool, .integer = truth ? 1 : 0, .items = {}}); }
  void push_text(std::uint64_t size) { push({.kind = Kind::kString, .text = bytes_.text(size), .items = {}}); }
  void push_float() {
    bytes_.skip(8);
    push(Kind::kFloat);
  }
  /// Takes `count` values off the stack, in the order in which they were put there.
  std::vector<std::uint32_t> pop_items(std::size_t count) {
    bytes_.expect(above_mark() >= count, "opcode 0x{:02x} for {} values with {}", opcode_, count, above_mark());
    const auto first = stack_.end() - static_cast<std::ptrdiff_t>(count);
    std::vector<std::uint32_t> items(first, stack_.end());
    stack_.erase(first, stack_.end());
    return items;
  }
  void mark() {
    bytes_.expect(marks_.size() < kMaxPickleStack, "more than {} marks", kMaxPickleStack);
    marks_.push_back(stack_.size());
  }
  std::vector<std::uint32_t> pop_to_mark() {
    bytes_.expect(!marks_.empty(), "opcode 0x{:02x} without a mark", opcode_);
    std::vector<std::uint32_t> items = pop_items(above_mark());
    marks_.pop_back();
    return items;
  }

  [[nodiscard]] PickleValue& value(std::uint32_t index) { return pickle_.values[index]; }

  // The memo: values that are used again.

  void put(std::uint64_t key) {
    memo_.insert_or_assign(key, top());
    bytes_.expect(memo_.size() <= kMaxPickleValues, "more than {} values are kept", kMaxPickleValues);
  }
  void get(std::uint64_t key) {
    const auto found = memo_.find(key);
    bytes_.expect(found != memo_.end(), "nothing is kept as {}, which is asked for", key);
    push_index(found->second);
  }

  // Names and what is made with them.

  void push_global(std::string_view module, std::string_view name) {
    const std::string wanted = fmt::format("{}.{}", module, name);
    const auto is_wanted = [&](std::string_view other) { return other == wanted; };
    for (const auto& allowed : {std::span(&kOrderedDict, 1), globals_.functions, globals_.types})
      if (const auto found = std::ranges::find_if(allowed, is_wanted); found != allowed.end())
        return push({.kind = Kind::kGlobal, .text = *found, .items = {}});
    bytes_.refuse("global {}, which is not allowed,", quote(wanted));
  }
  void global() {
    const std::string_view module = bytes_.line();
    push_global(module, bytes_.line());
  }
  void stack_global() {
    const std::vector<std::uint32_t> names = pop_items(2);
    bytes_.expect(value(names[0]).kind == Kind::kString && value(names[1]).kind == Kind::kString,
                  "a global whose name is no string");
    push_global(value(names[0]).text, value(names[1]).text);
  }
  void reduce() {
    const std::uint32_t arguments = pop();
    const std::uint32_t function = pop();
    bytes_.expect(value(arguments).kind == Kind::kTuple, "a call without a tuple of arguments");
    bytes_.expect(value(function).kind == Kind::kGlobal, "a call of what is no function");
    const std::string_view name = value(function).text;
    if (name == kOrderedDict) {
      bytes_.expect(value(arguments).items.empty(), "{} with arguments", name);
      return push(Kind::kDict);
    }
    bytes_.expect(std::ranges::find(globals_.functions, name) != globals_.functions.end(),
                  "a call of {}, which is no function,", name);
    push(Kind::kCall, {function, arguments});
  }
  /// The only state that is taken: the versions of modules that stand beside the tensors of a state dict.
  void build() {
    const PickleValue& state = value(pop());
    const bool is_metadata = state.kind == Kind::kDict && state.items.size() == 2 &&
                             value(state.items[0]).kind == Kind::kString && value(state.items[0]).text == "_metadata";
    bytes_.expect(is_metadata && value(top()).kind == Kind::kDict, "a state other than the _metadata of a dict");
  }
  void add_to(Kind kind, const std::vector<std::uint32_t>& added) {
    PickleValue& container = value(top());
    bytes_.expect(container.kind == kind, "opcode 0x{:02x} for a value of another kind", opcode_);
    bytes_.expect(kind != Kind::kDict || added.size() % 2 == 0, "a key without a value");
    container.items.insert(container.items.end(), added.begin(), added.end());
  }
  void frame() {
    const std::uint64_t size = bytes_.natural(8);
    bytes_.expect(size <= bytes_.left(), "a frame of {} bytes, {} are left,", size, bytes_.left());
  }

  PickleBytes bytes_;
  PickleGlobals globals_;
  std::uint8_t opcode_ = kProto;
  std::vector<std::uint32_t> stack_;
  std::vector<std::size_t> marks_;  ///< Heights of the stack.
  std::unordered_map<std::uint64_t, std::uint32_t> memo_;
  Pickle pickle_;
};

Machine::Step Machine::step_of(std::uint8_t opcode) {
  struct Known {
    std::uint8_t opcode;
    Step step;
  };
  static constexpr Known kSteps[] = {
      {'(', [](Machine& m) { m.mark(); }},                                            // MARK
      {'N', [](Machine& m) { m.push(Kind::kNone); }},                                 // NONE
      {0x88, [](Machine& m) { m.push_bool(true); }},                                  // NEWTRUE
      {0x89, [](Machine& m) { m.push_bool(false); }},                                 // NEWFALSE
      {'J', [](Machine& m) { m.push_int(m.bytes_.integer(4)); }},                     // BININT
      {'K', [](Machine& m) { m.push_natural(1); }},                                   // BININT1
      {'M', [](Machine& m) { m.push_natural(2); }},                                   // BININT2
      {0x8a, [](Machine& m) { m.push_int(m.bytes_.integer(m.bytes_.natural(1))); }},  // LONG1
      {'G', [](Machine& m) { m.push_float(); }},                                      // BINFLOAT
      {'X', [](Machine& m) { m.push_text(m.bytes_.natural(4)); }},                    // BINUNICODE
      {0x8c, [](Machine& m) { m.push_text(m.bytes_.natural(1)); }},                   // SHORT_BINUNICODE
      {')', [](Machine& m) { m.push(Kind::kTuple); }},                                // EMPTY_TUPLE
      {0x85, [](Machine& m) { m.push(Kind::kTuple, m.pop_items(1)); }},               // TUPLE1
      {0x86, [](Machine& m) { m.push(Kind::kTuple, m.pop_items(2)); }},               // TUPLE2
      {0x87, [](Machine& m) { m.push(Kind::kTuple, m.pop_items(3)); }},               // TUPLE3
      {'t', [](Machine& m) { m.push(Kind::kTuple, m.pop_to_mark()); }},               // TUPLE
      {']', [](Machine& m) { m.push(Kind::kList); }},                                 // EMPTY_LIST
      {'a', [](Machine& m) { m.add_to(Kind::kList, m.pop_items(1)); }},               // APPEND
      {'e', [](Machine& m) { m.add_to(Kind::kList, m.pop_to_mark()); }},              // APPENDS
      {'}', [](Machine& m) { m.push(Kind::kDict); }},                                 // EMPTY_DICT
      {'s', [](Machine& m) { m.add_to(Kind::kDict, m.pop_items(2)); }},               // SETITEM
      {'u', [](Machine& m) { m.add_to(Kind::kDict, m.pop_to_mark()); }},              // SETITEMS
      {'c', [](Machine& m) { m.global(); }},                                          // GLOBAL
      {0x93, [](Machine& m) { m.stack_global(); }},                                   // STACK_GLOBAL
      {'R', [](Machine& m) { m.reduce(); }},                                          // REDUCE
      {'b', [](Machine& m) { m.build(); }},                                           // BUILD
      {'Q', [](Machine& m) { m.push(Kind::kPersistent, m.pop_items(1)); }},           // BINPERSID
      {'q', [](Machine& m) { m.put(m.bytes_.natural(1)); }},                          // BINPUT
      {'r', [](Machine& m) { m.put(m.bytes_.natural(4)); }},                          // LONG_BINPUT
      {0x94, [](Machine& m) { m.put(m.memo_.size()); }},                              // MEMOIZE
      {'h', [](Machine& m) { m.get(m.bytes_.natural(1)); }},                          // BINGET
      {'j', [](Machine& m) { m.get(m.bytes_.natural(4)); }},                          // LONG_BINGET
      {0x95, [](Machine& m) { m.frame(); }},                                          // FRAME
  };
  const auto* found = std::ranges::find(kSteps, opcode, &Known::opcode);
  return found == std::end(kSteps) ? nullptr : found->step;
}

}  // namespace

Pickle parse_pickle(std::span<const std::byte> bytes, const std::string& source, const PickleGlobals& globals) {
  return Machine(bytes, source, globals).run();
}

}  // namespace emo3d::nn
