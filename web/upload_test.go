// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"safar/kernel/clock"
	"safar/web"
)

// An upload is not cut off because the clock of the operation is not the machine's: a demo stands on a day of its own.
func TestAnUploadComesThroughWhateverTheClockOfTheOperationSays(t *testing.T) {
	site := web.New(web.Options{Clock: clock.At(time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC))})
	site.Open("POST /stream", func(r *web.Request) error {
		var read int64
		err := r.Upload("picture", 1<<20, func(from io.Reader) { read, _ = io.Copy(io.Discard, from) })
		if err != nil {
			return err
		}
		return r.JSON([]any{read, r.PostForm.Get("words")})
	})
	server := httptest.NewServer(site)
	defer server.Close()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("picture", "x.jpg")
	if err == nil {
		_, err = part.Write(make([]byte, 300_000))
	}
	if err != nil || form.WriteField("words", "behind the file") != nil || form.Close() != nil {
		t.Fatal(err)
	}
	from, to := io.Pipe()
	go func() { // the rest comes a moment later, as over a thin link
		to.Write(body.Bytes()[:1000])
		to.CloseWithError(copyTo(to, body.Bytes()[1000:]))
	}()
	answer, err := http.Post(server.URL+"/stream", form.FormDataContentType(), from)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(text), `[300000,"behind the file"]`) {
		t.Errorf("%d %.300s %v", answer.StatusCode, text, err)
	}
}

func copyTo(to io.Writer, rest []byte) error {
	_, err := to.Write(rest)
	return err
}
