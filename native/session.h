#pragma once
#include <portaudio.h>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "devices.h"
#include "library.h"
#include "transfer.h"

namespace ampbench {

/**
 * One stream from opening to closing, on two threads of its own. The *driver* thread makes every PortAudio call
 * that may block; the *watch* thread makes none, so that a dead driver cannot keep it from saying so in time.
 */
class Session : public std::enable_shared_from_this<Session> {
 public:
  enum class Outcome { complete, cancelled, failed };

  Session(StreamShape shape, std::unique_ptr<Transfer> transfer);

  /**
   * Starts both threads. The caller holds `Exclusive` and hands it over: it is released when the stream is closed.
   * @param settled called once, on the watch thread, when the outcome is known: a failure before anything is closed
   */
  void start(std::function<void()> settled);

  Transfer& transfer() noexcept { return *transfer_; }
  // The following are fixed once `settled` was called.
  Outcome outcome() const noexcept { return outcome_; }
  const Failure& failure() const noexcept { return failure_; }
  double actualSampleRateHz() const noexcept { return actualSampleRateHz_; }
  double inputLatencySeconds() const noexcept { return inputLatencySeconds_; }
  double outputLatencySeconds() const noexcept { return outputLatencySeconds_; }

 private:
  enum class Phase { opening, running, failedToOpen, closed };

  void drive();
  bool openAndStart();
  bool openOne(PaStream*& stream, const PaStreamParameters* input, const PaStreamParameters* output,
               PaStreamCallback* callback);
  bool startOne(PaStream* stream);
  void closeAll(bool gracefully);
  void watch();
  bool waitUntilOpen();
  void watchRunning();
  bool anyStreamEnded() const;
  void askToClose();
  bool waitUntilClosed();
  void setPhase(Phase phase);

  const StreamShape shape_;
  const std::unique_ptr<Transfer> transfer_;
  std::function<void()> settled_;

  std::mutex mutex_;  // between the two threads; no audio callback takes it
  std::condition_variable changed_;
  Phase phase_ = Phase::opening;
  bool closeAsked_ = false;

  // Of the driver thread until the phase is `running` or `failedToOpen`.
  PaStream* outputStream_ = nullptr;  // the only one when input and output are one device
  PaStream* inputStream_ = nullptr;
  Failure openFailure_;
  double actualSampleRateHz_ = 0;
  double inputLatencySeconds_ = 0;
  double outputLatencySeconds_ = 0;

  // Of the watch thread.
  Outcome outcome_ = Outcome::failed;
  Failure failure_;
};

}  // namespace ampbench
