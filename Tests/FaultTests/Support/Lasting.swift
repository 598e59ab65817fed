/// Lets a fault last. Nothing is hoped for meanwhile; what follows is waited for with a deadline.
func lasting(_ duration: Duration) async throws {
    try await Task.sleep(for: duration)
}
