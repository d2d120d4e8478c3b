// Reading, parsing and loading at the same time: pieces are taken from a source one at a time,
// worked on by all threads, and handed on in the order they were taken, so that what comes out does
// not depend on the number of threads. The thread that finishes the next piece in order loads it
// and those behind it that are waiting.

internal import Synchronization

/// A step of an import that is done by several threads.
internal protocol OrderedWork: Sendable {
  /// Where pieces come from; used by one thread at a time.
  associatedtype Source: Sendable
  /// What a thread keeps from piece to piece.
  associatedtype Worker
  associatedtype Piece: Sendable
  associatedtype Product: Sendable

  func nextPiece(of source: inout Source) throws(ImportError) -> Piece?
  func makeWorker() -> Worker
  func work(on piece: consuming Piece, by worker: inout Worker) -> Product
  func take(_ product: consuming Product, into session: inout ImportSession) throws(ImportError)
}

private struct Inlet<Source: Sendable>: Sendable {
  var source: Source
  var nextNumber = 0
  var failure: ImportError?
  var isDone = false
}

private struct Outlet<Product: Sendable>: Sendable {
  var session: ImportSession
  var waiting: [Int: Product] = [:]
  var nextNumber = 0
  var failure: ImportError?
}

extension OrderedWork {
  /// Works through a source and leaves the session with everything taken.
  func run(_ source: Source, into session: inout ImportSession) throws(ImportError) {
    let jobCount = session.jobCount
    let inlet = Lock(Inlet(source: source))
    let outlet = Lock(Outlet<Product>(session: session))
    // The outlet's copy must be the only one, or the first change would copy all that was read.
    session = session.emptied
    let started = Atomic(0)
    runOnAllCores {
      if started.add(1, ordering: .relaxed).oldValue >= jobCount { return }
      var worker = makeWorker()
      while let (number, piece) = pull(from: inlet) {
        let product = work(on: piece, by: &worker)
        guard push(product, number, into: outlet) else {
          inlet.withLock { $0.isDone = true }
          break
        }
      }
    }
    let failure = outlet.withLock { outlet in
      session = outlet.session
      outlet.session = session.emptied
      return outlet.failure
    }
    if let failure = failure ?? inlet.withLock({ $0.failure }) { throw failure }
  }

  private func pull(
    from inlet: Lock<Inlet<Source>>
  ) -> (number: Int, piece: Piece)? {
    inlet.withLock { inlet in
      if inlet.isDone { return nil }
      do throws(ImportError) {
        guard let piece = try nextPiece(of: &inlet.source) else {
          inlet.isDone = true
          return nil
        }
        defer { inlet.nextNumber += 1 }
        return (inlet.nextNumber, piece)
      } catch {
        inlet.failure = error
        inlet.isDone = true
        return nil
      }
    }
  }

  /// Loads a product if its turn has come; false where loading has failed.
  private func push(
    _ product: Product, _ number: Int, into outlet: Lock<Outlet<Product>>
  ) -> Bool {
    outlet.withLock { outlet in
      outlet.waiting[number] = product
      while outlet.failure == nil,
        let next = outlet.waiting.removeValue(forKey: outlet.nextNumber)
      {
        outlet.nextNumber += 1
        do throws(ImportError) {
          try take(next, into: &outlet.session)
        } catch {
          outlet.failure = error
        }
      }
      return outlet.failure == nil
    }
  }
}
