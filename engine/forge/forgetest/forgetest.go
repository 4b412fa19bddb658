// Package forgetest is a GitHub for tests: one repository with its pull
// requests, reviews, comments, issues, runs and protections, kept in memory and
// served on loopback. Every request that reaches it and every answer it gives
// is checked against GitHub's own OpenAPI description, so that neither the code
// under test nor this package can make up an API.
package forgetest
