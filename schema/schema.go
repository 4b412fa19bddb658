// Package schema says what each kind of object of a content repository may hold.
// The CUE files of this folder are the one source of truth: a Schema is compiled
// from them, and so are the JSON Schema for editors and the catalogue of metrics.
//
// A document travels in as the plain values that were read from it; out travel
// Problems in words for its author, and, of a document without any, the Go value
// of its kind. CUE files of the content, whose values and house rules strangers
// may have written, are evaluated within a limit of time. The package opens no
// file, knows no network and no clock, and imports nothing else of this module.
package schema
