/*
 * handle_students - students: whose household, which school.
 *
 * Threads: looks on a reader thread, acts on the loop thread.
 */
#ifndef API_HANDLE_STUDENTS_H
#define API_HANDLE_STUDENTS_H

#include "api/http/request.h"

ROUTE_LOOK(handle_students_list);
ROUTE_LOOK(handle_student_is_new);
ROUTE_LOOK(handle_student_look);
ROUTE_ACT(handle_student_add);
ROUTE_ACT(handle_student_put);
ROUTE_ACT(handle_student_remove);

#endif
