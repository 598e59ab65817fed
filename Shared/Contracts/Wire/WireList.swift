/// A list that grows at its end. An array asks at each change whether somebody shares it; this is never shared, and
/// what is said of one message is said in some hundred of such changes.
struct WireList<Element: BitwiseCopyable>: ~Copyable {
    private(set) var count = 0
    private var storage: UnsafeMutableBufferPointer<Element>

    init(capacity: Int) {
        storage = .allocate(capacity: max(capacity, 16))
    }

    deinit { storage.deallocate() }

    /// The elements, as long as the list is not changed.
    var view: UnsafeBufferPointer<Element> {
        @inline(__always) get { UnsafeBufferPointer(rebasing: storage[..<count]) }
    }

    /// Stops the process outside of the list, as an array does.
    subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(index >= 0 && index < count)
            return storage[index]
        }
        @inline(__always) _modify {
            precondition(index >= 0 && index < count)
            yield &storage[index]
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == storage.count { grow(by: 1) }
        storage.initializeElement(at: count, to: element)
        count += 1
    }

    @inline(__always)
    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        guard let from = elements.baseAddress, let to = storage.baseAddress else { return }
        guard storage.count - count >= elements.count else {
            grow(by: elements.count)
            return append(grown: elements)
        }
        (to + count).initialize(from: from, count: elements.count)
        count += elements.count
    }

    @inline(never)
    private mutating func append(grown elements: UnsafeBufferPointer<Element>) { append(elements) }

    /// Lets `body` change the elements from `start` on, in place.
    mutating func change(from start: Int, _ body: (UnsafeMutableBufferPointer<Element>) -> Void) {
        precondition(start >= 0 && start <= count)
        body(UnsafeMutableBufferPointer(rebasing: storage[start..<count]))
    }

    mutating func removeLast(_ number: Int) {
        precondition(number >= 0 && number <= count)
        count -= number
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(2 * storage.count, count + more))
        _ = larger.update(from: view)
        storage.deallocate()
        storage = larger
    }
}
