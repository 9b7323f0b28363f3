/* bare_loop URL COUNT PARALLEL [reuse] - the baseline: libcurl multi sends COUNT requests, up to
 * PARALLEL at once, and ignores the responses. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t drop(char *bytes, size_t unit, size_t count, void *user)
{
    (void)bytes;
    (void)user;
    return unit * count;
}

static CURL *new_handle(const char *url, int reuses)
{
    CURL *easy = curl_easy_init();
    if (!easy)
        abort();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, reuses ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, reuses ? 0L : 1L);
    return easy;
}

/* Returns the number of requests without a response. */
static long loop(CURLM *multi, CURL **handles, long parallel, long count)
{
    long started = 0, done = 0, failed = 0;
    int running, left;
    while (started < parallel && started < count)
        curl_multi_add_handle(multi, handles[started++]);
    while (done < count) {
        curl_multi_perform(multi, &running);
        for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
            CURL *easy = message->easy_handle;
            failed += message->data.result != CURLE_OK;
            curl_multi_remove_handle(multi, easy);
            done++;
            if (started++ < count)
                curl_multi_add_handle(multi, easy);
        }
        if (running)
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    return failed;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("usage: bare_loop URL COUNT PARALLEL [reuse]\n", stderr);
        return 2;
    }
    long const count = strtol(argv[2], NULL, 10), parallel = strtol(argv[3], NULL, 10);
    int const reuses = argc > 4 && !strcmp(argv[4], "reuse");
    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURLM *multi = curl_multi_init();
    CURL **handles = calloc((size_t)parallel, sizeof *handles);
    if (!multi || !handles)
        abort();
    for (long i = 0; i < parallel; i++)
        handles[i] = new_handle(argv[1], reuses);
    long const failed = loop(multi, handles, parallel, count);
    for (long i = 0; i < parallel; i++)
        curl_easy_cleanup(handles[i]);
    free(handles);
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    printf("%ld requests, %ld without a response\n", count, failed);
    return failed != 0;
}
