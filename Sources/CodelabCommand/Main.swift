import ArgumentParser
@main struct CodelabMain: ParsableCommand { func run() { print("hi") } }
