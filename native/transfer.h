#pragma once
#include <portaudio.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "samples.h"

namespace ampbench {

/** Order as in native/index.ts. */
enum class XrunKind : std::uint32_t { inputUnderflow, inputOverflow, outputUnderflow, outputOverflow, nullInput };
constexpr std::size_t xrunKindCount = 5;

/** Counts of every kind and the first places. Written by one callback, read by other threads. */
class XrunLog {
 public:
  struct Entry {
    XrunKind kind;
    std::uint64_t atFrame;
  };
  static constexpr std::size_t capacity = 1000;

  void note(XrunKind kind, std::uint64_t atFrame) noexcept;
  std::uint64_t count(XrunKind kind) const noexcept;
  /** Entries that may be read. */
  std::size_t size() const noexcept { return used_.load(std::memory_order_acquire); }
  const Entry& operator[](std::size_t index) const noexcept { return entries_[index]; }

 private:
  std::array<std::atomic<std::uint64_t>, xrunKindCount> counts_{};
  std::array<Entry, capacity> entries_{};
  std::atomic<std::size_t> used_{0};
};

/** One row for each callback: where it began, how many frames, when (stream seconds), PortAudio's flags. Bounded. */
class CallbackLog {
 public:
  struct Row {
    double atFrame, frameCount, streamSeconds, flags;
  };
  bool reserve(std::size_t rows);
  void note(const Row& row) noexcept;
  std::size_t size() const noexcept { return used_.load(std::memory_order_acquire); }
  const Row* rows() const noexcept { return rows_.get(); }

 private:
  std::unique_ptr<Row[]> rows_;
  std::size_t capacity_ = 0;
  std::atomic<std::size_t> used_{0};
};

/** What one direction has done. Written by the callback that serves it. */
struct Side {
  std::atomic<std::uint64_t> callbacks{0};
  std::atomic<std::uint64_t> frames{0};
  XrunLog xruns;
  CallbackLog log;
};

/** Memory that is written, not only reserved: a page fault in the callback would be a wait. Null when it cannot be had. */
std::unique_ptr<std::uint8_t[]> zeroedBytes(std::size_t count);

/**
 * What the audio callbacks and the other threads share: how far a stream is, what went wrong, and its end. All memory is there
 * and touched before the stream starts; the callbacks neither lock, allocate nor wait.
 */
class Transfer {
 public:
  struct Layout {
    SampleFormat format;
    double sampleRateHz;
    std::size_t outputChannelCount, inputChannelCount;
  };

  virtual ~Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  const Layout& layout() const noexcept { return layout_; }
  /** Frames the input has delivered so far. */
  std::size_t capturedFrames() const noexcept;
  /** The stream has done all it was opened for. */
  virtual bool everythingRecorded() const noexcept = 0;

  struct Read {
    /** The first frame that was copied: later than asked for where it is no longer held. */
    std::uint64_t fromFrame;
    std::size_t frameCount;
  };
  /** Copies what has come in from `fromFrame` on, at most `mostFrames`, as Float32; on one other thread only. */
  virtual Read read(std::uint64_t fromFrame, std::size_t mostFrames, float* converted) const noexcept = 0;

  /** From any thread: fade the output to silence over 20 ms, let it drain, stop. */
  void requestCancel() noexcept { cancelRequested_.store(true, std::memory_order_release); }
  bool cancelRequested() const noexcept { return cancelRequested_.load(std::memory_order_acquire); }
  /** True when, after a cancel, the last faded sample has left. */
  bool drained() const noexcept { return drained_.load(std::memory_order_acquire); }

  /** Before the stream starts: the longest the host says a sample may be on its way out, 0 when it says nothing. */
  void setOutputLatencyFrames(std::uint64_t frames) noexcept { outputLatencyFrames_ = frames; }

  Side output;
  Side input;

  /** PortAudio stream callbacks; user data is the Transfer. Duplex logs its rows on the input side. */
  static int duplexCallback(const void* source, void* target, unsigned long frameCount,
                            const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* transfer);
  static int outputCallback(const void* source, void* target, unsigned long frameCount,
                            const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* transfer);
  static int inputCallback(const void* source, void* target, unsigned long frameCount,
                           const PaStreamCallbackTimeInfo* time, PaStreamCallbackFlags flags, void* transfer);

 protected:
  explicit Transfer(const Layout& layout) noexcept;
  /** Writes the frames from `position` on to the output; the fade at the end is not its business. */
  virtual void fill(std::uint8_t* target, std::uint64_t position, std::size_t frameCount) noexcept = 0;
  /** Keeps frames that came in at `position`; a null source is silence. @returns how many were wanted */
  virtual std::size_t keep(const std::uint8_t* source, std::uint64_t position, std::size_t frameCount) noexcept = 0;
  std::size_t outputFrameBytes() const noexcept { return layout_.outputChannelCount * bytesPerSample(layout_.format); }
  std::size_t inputFrameBytes() const noexcept { return layout_.inputChannelCount * bytesPerSample(layout_.format); }
  std::uint64_t fadeFrames() const noexcept { return fadeFrames_; }

 private:
  void play(void* target, std::size_t frameCount) noexcept;
  void record(const void* source, std::size_t frameCount) noexcept;
  void noteOutputFlags(PaStreamCallbackFlags flags) noexcept;
  void noteInputFlags(PaStreamCallbackFlags flags) noexcept;

  const Layout layout_;
  const std::uint64_t fadeFrames_;
  std::uint64_t outputLatencyFrames_ = 0;
  std::atomic<bool> cancelRequested_{false};
  std::atomic<bool> drained_{false};
  // Of the output callback alone.
  bool fading_ = false;
  std::uint64_t fadeStart_ = 0;
  std::uint64_t drainFrames_ = 0;
  std::uint64_t largestBuffer_ = 0;
};

/** One play-and-record: so many frames out, as many and a tail in. */
class Take : public Transfer {
 public:
  /** @returns null when the memory cannot be had. `played` is copied. @param totalFrames to record: the played ones and the tail */
  static std::unique_ptr<Take> create(const Layout& layout, const void* played, std::size_t playedFrames,
                                      std::size_t totalFrames);

  const void* captured() const noexcept { return captured_.get(); }
  bool everythingRecorded() const noexcept override { return capturedFrames() >= totalFrames_; }
  Read read(std::uint64_t fromFrame, std::size_t mostFrames, float* converted) const noexcept override;

 private:
  Take(const Layout& layout, std::size_t playedFrames, std::size_t totalFrames) noexcept
      : Transfer(layout), playedFrames_(playedFrames), totalFrames_(totalFrames) {}
  void fill(std::uint8_t* target, std::uint64_t position, std::size_t frameCount) noexcept override;
  std::size_t keep(const std::uint8_t* source, std::uint64_t position, std::size_t frameCount) noexcept override;

  const std::size_t playedFrames_, totalFrames_;
  std::unique_ptr<std::uint8_t[]> played_;
  std::unique_ptr<std::uint8_t[]> captured_;
};

}  // namespace ampbench
