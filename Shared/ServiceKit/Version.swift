/// The release that is running.
public enum Version {
    public static let current = "0.1.0"
}
